import type { Locator, Page } from '@playwright/test';
import { control } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { evalPhp } from '../stage/index.ts';
import { expectAccessible } from './accessible.ts';
import { type Account, expect, signIn, test } from './staged.ts';

const MOST = Array.from({ length: 16 }, (_, index) => `SKU-${String(index + 5).padStart(3, '0')}`);
/** What the ERP has of each when the demo begins. */
const BEGUN_WITH = 1_000_000;

test('staff take the ERP’s stock over, refuse one mass drop by keyboard and approve another; who may only look can do neither', async ({
  page,
  demo,
  browser,
}) => {
  const { shop } = demo.served;
  test.skip(shop.store.kind === 'double', 'the store double has no stock of its own');
  const tell = (on_hand: number) =>
    control(demo.backOffice, 'erp', 'PUT', 'items', { items: MOST.map((sku) => ({ sku, on_hand })) });
  const stockTab = `${shop.url}/wp-admin/admin.php?page=causeway&tab=stock`;
  const row = page.getByRole('row').filter({ hasText: 'SKU-020' });
  const held = page.getByRole('region', { name: 'Stock as the ERP tells it' });
  await signIn(page, demo);

  await page.goto(stockTab);
  await expect(row).toContainText(`the shop had 1000, available to sell is ${BEGUN_WITH}`);
  await row.getByRole('button', { name: 'Show places of SKU-020' }).click();
  const places = row.getByRole('table');
  await expect(places.getByRole('row').filter({ hasText: String(BEGUN_WITH) })).toContainText('MAIN');
  await expectAccessible(page, '.causeway-stock');
  await row.getByRole('button', { name: 'Hide places of SKU-020' }).click();
  await row.getByRole('link', { name: 'The shop’s stock was another one' }).click();
  const difference = page.getByRole('article').filter({ hasText: 'The shop’s stock was another one' });
  await expect(difference).toContainText('20 SKUs');
  await difference.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog', { name: 'Approve for 20 SKUs' }).getByRole('button', { name: 'Approve' }).click();
  await expect(difference).toHaveCount(0);

  await tell(0);
  await page.goto(stockTab);
  await expect(held).toContainText(`SKU-020: ${BEGUN_WITH} → 0`);
  await expectAccessible(page, '.causeway');
  const looker = await browser.newPage();
  await looksOnly(looker, demo, stockTab);
  await looker.close();
  await rejectByKeyboard(page, held, 'A stocktaking that went wrong');
  await expect(held).toHaveCount(0);
  await expect(row.getByRole('cell', { name: String(BEGUN_WITH) })).toHaveCount(2);

  await tell(3);
  await expect(held).toContainText(`SKU-020: ${BEGUN_WITH} → 3`);
  await held.getByRole('button', { name: 'Approve…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(held).toHaveCount(0);
  await expect(row.getByRole('cell', { name: '3', exact: true })).toHaveCount(2);

  await page.getByRole('link', { name: 'Audit' }).click();
  for (const [said, why] of [
    ['Rejection requested', 'A stocktaking that went wrong'],
    ['Approval requested', ''],
  ] as const)
    await expect(page.getByRole('row').filter({ hasText: said }).first()).toContainText(why);
  await tell(BEGUN_WITH);
});

/** Tab, Enter and the letters alone: the dialog takes the focus, and its form sends. */
async function rejectByKeyboard(page: Page, held: Locator, reason: string): Promise<void> {
  await held.getByRole('button', { name: 'Approve' }).focus();
  await page.keyboard.press('Tab');
  await expect(held.getByRole('button', { name: 'Reject…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expectAccessible(page, '.components-modal__frame');
  while (!(await dialog.getByLabel('Reason').evaluate((field) => field === document.activeElement)))
    await page.keyboard.press('Tab');
  await page.keyboard.type(reason);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Reject' })).toBeFocused();
  await page.keyboard.press('Enter');
  // As long as a dialog is open, nothing behind it is there for whoever looks by roles.
  await expect(dialog).toHaveCount(0);
}

/** Sees the panel, no button in it, and is refused by the route. */
async function looksOnly(page: Page, demo: Demo, stockTab: string): Promise<void> {
  const account: Account = { login: 'looker', password: 'looks-and-never-asks' };
  const code = `
    $id = wp_insert_user( array( 'user_login' => $args['login'], 'user_pass' => $args['password'], 'role' => 'subscriber' ) );
    foreach ( array( 'causeway_look', 'view_admin_dashboard' ) as $capability ) {
      get_user_by( 'id', $id )->add_cap( $capability );
    }
    return true;`;
  await evalPhp(demo.served.shop, code, account);
  await signIn(page, demo, account);
  await page.goto(stockTab);
  await expect(page.getByRole('region', { name: 'Stock as the ERP tells it' })).toContainText('it is held');
  await expect(page.locator('.causeway').getByRole('button')).toHaveCount(0);
  const refused = await page.evaluate(async () => {
    const { wp } = window as unknown as { wp: { apiFetch(options: object): Promise<unknown> } };
    const data = { command: 'approve', subject: 'inventory/erp', reason: '' };
    return wp.apiFetch({ path: '/causeway/v1/commands', method: 'POST', data }).then(
      () => 202,
      (error: { data: { status: number } }) => error.data.status,
    );
  });
  expect(refused).toBe(403);
}
