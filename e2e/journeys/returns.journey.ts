import type { Page } from '@playwright/test';
import { control } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { evalPhp } from '../stage/index.ts';
import { expectAccessible } from './accessible.ts';
import { type Account, expect, signIn, test } from './staged.ts';
import { buyInStorefront } from './storefront.ts';

const CUSTOMER: Account = { login: 'frieda', password: 'frieda-bought-two' };

test('a customer asks for two returns in My Account; staff refund one and decline the other; the customer sees both', async ({
  page,
  demo,
  browser,
}) => {
  const { shop } = demo.served;
  test.skip(shop.store.kind === 'double', 'the store double has no My Account');
  await evalPhp(
    shop,
    'return wc_create_new_customer( "frieda@example.test", $args["login"], $args["password"] );',
    CUSTOMER,
  );
  const customer = await browser.newPage();
  const order = await bought(customer, demo);
  const goods = await linesOf(demo, order);
  await signIn(page, demo);
  for (const [index, { name }] of goods.entries()) {
    await askBack(customer, name);
    await page.goto(`${returnsTab(demo)}&return=${index + 1}`);
    await expect(page.getByText('Goods expected')).toBeVisible();
    await comesBack(demo, index, goods);
  }

  const [first, second] = goods;
  await page.goto(returnsTab(demo));
  await expect(rowOf(page, first)).toContainText('Customer');
  await open(page, first);
  await expect(page.getByText(`${first?.gross} EUR for what was received and inspected.`)).toBeVisible();
  await expectAccessible(page, '.causeway');
  await page.getByRole('button', { name: 'Approve…' }).click();
  await page.getByRole('dialog', { name: 'Approve for 1 return' }).getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Over: goods, money and books agree.')).toBeVisible();
  await expect(page.getByText(`${first?.gross} EUR refunded`)).toBeVisible();
  for (const stage of ['Refunded', 'Credit memo', 'Closed'])
    await expect(page.getByRole('listitem').filter({ hasText: stage }).first()).toContainText('Done');

  await page.getByRole('link', { name: '← All returns' }).click();
  await open(page, second);
  await page.getByRole('button', { name: 'Reject…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('It was worn');
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await expect(page.locator('.causeway-badge', { hasText: 'Closed' })).toBeVisible();
  await expect(page.getByText('EUR refunded')).toHaveCount(0);

  await page.goto(`${returnsTab(demo)}&p=9`);
  await expect(page.getByText('No open returns')).toBeVisible();
  await page.goto(`${returnsTab(demo)}&all=1&p=9`);
  await expect(page.getByText('Page 9 of 1')).toBeVisible();
  await expect(page.getByText('No returns yet')).toHaveCount(0);

  await customer.reload();
  const own = customer.locator('.causeway-returns');
  await expect(own).toContainText('✓ Refunded');
  await expect(own).toContainText('Closed without a refund');
  await customer.close();
});

const returnsTab = ({ served: { shop } }: Demo) => `${shop.url}/wp-admin/admin.php?page=causeway&tab=returns`;

const rowOf = (page: Page, of: Bought | undefined) => page.getByRole('row').filter({ hasText: of?.name ?? '' });

/** From the list of returns to its own page. */
const open = (page: Page, of: Bought | undefined) => rowOf(page, of).getByRole('link').first().click();

interface Bought {
  readonly item: number;
  readonly sku: string;
  readonly name: string;
  /** What one unit of it cost with tax, in two decimals. */
  readonly gross: string;
}

/** Signs in, buys two goods, and waits on the order's own page until it has left. Returns the order's number. */
async function bought(page: Page, demo: Demo): Promise<string> {
  const { shop } = demo.served;
  await page.goto(`${shop.url}/my-account/`);
  await page.getByLabel('Username or email address').fill(CUSTOMER.login);
  await page.getByLabel('Password', { exact: false }).first().fill(CUSTOMER.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.goto(`${shop.url}${shop.pages.shop}`);
  await page
    .getByRole('button', { name: /add to (cart|basket)/i })
    .first()
    .click();
  await expect(page.getByRole('link', { name: /view (cart|basket)/i }).first()).toBeVisible();
  const number = await buyInStorefront(page, shop, 2);
  await expect(async () => {
    await page.goto(`${shop.url}/my-account/view-order/${number}/`);
    await expect(page.locator('.causeway-journey')).toContainText('✓ Shipped', { timeout: 1_000 });
  }).toPass({ timeout: 300_000 });
  return number;
}

async function linesOf({ served: { shop } }: Demo, order: string): Promise<readonly Bought[]> {
  const code = `
    $lines = array();
    foreach ( wc_get_order( $args['order'] )->get_items() as $item ) {
      $gross   = wc_format_decimal( $item->get_total() + $item->get_total_tax(), 2 );
      $lines[] = array( 'item' => $item->get_id(), 'sku' => $item->get_product()->get_sku(), 'name' => $item->get_name(), 'gross' => $gross );
    }
    return $lines;`;
  return await evalPhp(shop, code, { order });
}

/** In My Account, by keyboard: one unit of it. */
async function askBack(page: Page, name: string): Promise<void> {
  await page.getByText('Send something back').focus();
  await page.keyboard.press('Enter');
  await expectAccessible(page, '.causeway-returns');
  await page.getByLabel(`How many of "${name}" come back`).fill('1');
  await page.getByLabel('Why').fill('Too small');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('We have your return.')).toBeVisible();
  await expect(page.locator('.causeway-returns')).toContainText(`1 × ${name}`);
}

/** The warehouse has it, and finds it good. */
async function comesBack({ backOffice }: Demo, index: number, goods: readonly Bought[]): Promise<void> {
  const { item, sku } = goods[index] as Bought;
  const line = { line_id: String(item), quantity: 1 };
  const receipt = `returns/RR-${String(index + 1).padStart(6, '0')}`;
  await control(backOffice, 'wms', 'POST', `${receipt}/receive`, { lines: [{ ...line, sku }] });
  await control(backOffice, 'wms', 'POST', `${receipt}/inspect`, { lines: [{ ...line, disposition: 'restock' }] });
}
