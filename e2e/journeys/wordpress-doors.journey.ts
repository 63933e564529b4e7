import type { Page } from '@playwright/test';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { evalPhp } from '../stage/index.ts';
import { erpFault, expect, signIn, test } from './staged.ts';

/** The screens of others that Causeway has a door on, with real WooCommerce around it; they are large, and slow to load. */
test.describe.configure({ timeout: 600_000 });

test.beforeEach(({ demo }) => {
  test.skip(demo.served.shop.store.kind === 'double', 'the store double has no order screen');
});

test('staff see in WooCommerce’s own screens where an order is, and retry it there', async ({ page, demo }) => {
  const { shop } = demo.served;
  await erpFault(demo, { kind: 'refuse_everything' });
  const { orderId } = await buy(shop, basket(1), 'classic');
  await signIn(page, demo);

  const row = page.locator(`#order-${orderId}`);
  await until(page, `${shop.url}/wp-admin/admin.php?page=wc-orders`, () =>
    expect(row.locator('td.column-causeway')).toContainText('Has an open exception', { timeout: 1_000 }),
  );
  await expect(page.getByRole('columnheader', { name: 'Causeway' }).first()).toBeVisible();
  await erpFault(demo, null);

  await row
    .getByRole('link', { name: `#${orderId}` })
    .first()
    .click();
  const box = page.locator('#causeway-order');
  await expect(box.getByRole('heading', { name: 'Causeway' })).toBeVisible();
  await expect(box).toContainText('Needs a person:');
  await box.getByRole('button', { name: 'Retry' }).click();
  await until(page, page.url(), () => expect(box).toContainText(/Completed.*SO-\d{6}/s, { timeout: 1_000 }));
  await box.getByRole('link', { name: 'Where and why' }).click();
  await expect(page.getByRole('heading', { name: `Order #${orderId}` })).toBeVisible();
});

test('Site Health and the status report know how the shop stands', async ({ page, demo }) => {
  const { shop } = demo.served;
  await signIn(page, demo);
  await page.goto(`${shop.url}/wp-admin/site-health.php`);
  await page.getByRole('button', { name: 'Passed tests' }).click();
  const passed = page.getByRole('button', { name: /The shop is paired with its worker and live/ });
  await expect(passed).toBeVisible();
  await page.goto(`${shop.url}/wp-admin/site-health.php?tab=debug`);
  await page.getByRole('button', { name: 'Causeway', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Orders are kept in' })).toContainText('HPOS');
  await page.goto(`${shop.url}/wp-admin/admin.php?page=wc-status`);
  await expect(page.getByRole('heading', { name: 'Causeway' })).toBeVisible();
});

test('a copy says so everywhere, and asks for its address before it becomes a new shop', async ({ page, demo }) => {
  const { shop } = demo.served;
  await signIn(page, demo);
  await setLink(demo, { environment: 'production' });
  try {
    await page.goto(`${shop.url}/wp-admin/admin.php?page=wc-orders`);
    await expect(page.getByText('This is a copy of the shop that was paired.')).toBeVisible();
    await page.goto(`${shop.url}/wp-admin/admin.php?page=causeway`);
    const banner = page.locator('.causeway-banners');
    await expect(banner).toContainText('Its environment type is "local"; at pairing it was "production".');
    await banner.getByRole('button', { name: 'This is a new shop…' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'This is a new shop' });
    await expect(confirm).toBeDisabled();
    await dialog.getByLabel('This shop’s address').fill('https://another.example');
    await expect(confirm).toBeDisabled();
    await dialog.getByLabel('This shop’s address').fill(shop.url);
    await expect(confirm).toBeEnabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  } finally {
    await setLink(demo, { environment: 'local' });
  }
});

test('a restored shop waits until an administrator chooses, and then goes on', async ({ page, demo }) => {
  const { shop } = demo.served;
  await signIn(page, demo);
  const before = await buy(shop, basket(1), 'classic');
  await page.goto(`${shop.url}/wp-admin/admin.php?page=causeway`);
  await expect(page.getByRole('row').filter({ hasText: `#${before.orderId}` })).toContainText('Completed');
  // What a database of before the worker's last visit looks like to it.
  await setLink(demo, { ack_number: 0 });
  const banner = page.locator('.causeway-banners');
  await expect(banner).toContainText('This shop was restored from a backup.');
  await banner.getByRole('button', { name: 'The right database will be put back…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Wait for the right database' }).click();
  await expect(banner).toContainText('everything goes on by itself');
  await banner.getByRole('button', { name: 'Go on with this shop as it is now…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Go on with this shop' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Restored on purpose after a bad import.');
  await dialog.getByRole('button', { name: 'Go on with this shop' }).click();
  await expect(banner).not.toContainText('restored');
  const { orderId } = await buy(shop, basket(1), 'classic');
  await expect(page.getByRole('row').filter({ hasText: `#${orderId}` })).toContainText('Completed');
});

/** Loads a page anew until it says what is expected: these screens don't refresh themselves. */
async function until(page: Page, url: string, expected: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto(url);
    await expected();
  }).toPass({ timeout: 300_000 });
}

const setLink = ({ served: { shop } }: Demo, columns: Readonly<Record<string, string | number>>) =>
  evalPhp(
    shop,
    'global $wpdb; return $wpdb->update( $wpdb->prefix . "causeway_link", (array) $args, [ "id" => 1 ] );',
    columns,
  );
