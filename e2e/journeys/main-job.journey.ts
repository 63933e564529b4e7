import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { erpFault, expect, signIn, test } from './staged.ts';
import { buyInStorefront } from './storefront.ts';

const pictures = resolve(import.meta.dirname, '../../docs/images');
/** `CAUSEWAY_PICTURES=1` renews the README's pictures; otherwise a run leaves the checkout as it was. */
const picture = (name: string) => (process.env.CAUSEWAY_PICTURES ? { path: join(pictures, name) } : {});

test('a customer buys in the storefront, and staff see the order completed in the panel', async ({ page, demo }) => {
  const { shop } = demo.served;
  test.skip(shop.store.kind === 'double', 'the store double has no storefront');
  const number = await buyInStorefront(page, shop);
  await signIn(page, demo);
  await page.goto(`${shop.url}/wp-admin/admin.php?page=causeway`);
  const row = page.getByRole('row').filter({ hasText: `#${number}` });
  await expect(row).toContainText('Completed');
  await expect(row).toContainText(/SO-\d{6}/);
  await page.screenshot(picture('orders.png'));
  await row.getByRole('link', { name: `#${number}` }).click();
  await expect(page.getByText(/SO-\d{6}/).first()).toBeVisible();
  for (const stage of ['Accepted by ERP', 'Sent to warehouse', 'Shipped', 'Completed']) {
    await expect(page.getByRole('listitem').filter({ hasText: stage }).first()).toContainText('Done');
  }
  await page.screenshot({ ...picture('order.png'), fullPage: true });
  const gates = page.getByRole('region', { name: 'What it stands before' });
  await expect(gates).toContainText('it waits for nobody');
  await gates.getByText(/All \d+ gates/).click();
  for (const gate of ['Accepted by the ERP', 'Check: totals', 'Shown to the customer as completed']) {
    await expect(gates.getByRole('listitem').filter({ hasText: gate })).toContainText('Passed');
  }
});

test('an order that the ERP refuses is an exception; mended and retried in the panel, it comes through', async ({
  page,
  demo,
}) => {
  const { shop } = demo.served;
  test.skip(shop.store.kind === 'double', 'the store double has no storefront');
  await erpFault(demo, { kind: 'refuse_everything' });
  const number = await buyInStorefront(page, shop, 2);
  await signIn(page, demo);
  await page.goto(`${shop.url}/wp-admin/admin.php?page=causeway`);
  await page
    .getByRole('tab', { name: /exceptions/i })
    .or(page.getByRole('link', { name: /exceptions/i }))
    .first()
    .click();
  await expect(page.getByText(`#${number}`).first()).toBeVisible();
  await page.screenshot(picture('exceptions.png'));
  await showsWhatWasSaid(page);
  await erpFault(demo, null);
  await page
    .getByRole('button', { name: /^retry/i })
    .first()
    .click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: /retry/i });
  if (await confirm.isVisible().catch(() => false)) await confirm.click();
  await page
    .getByRole('tab', { name: /orders/i })
    .or(page.getByRole('link', { name: /^orders/i }))
    .last()
    .click();
  await expect(page.getByRole('row').filter({ hasText: `#${number}` })).toContainText('Completed');
});

/** On demand, by way of the worker; the page says nothing of who bought. */
async function showsWhatWasSaid(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show what was sent and answered' }).first().click();
  const entry = page.getByRole('listitem').filter({ hasText: 'erp create_order: validation' }).first();
  await expect(entry.getByRole('figure', { name: 'Sent' })).toContainText('[personal]');
  await expect(entry.getByRole('figure', { name: 'Answered' })).toContainText('"error"');
  await page.getByRole('button', { name: 'Hide what was sent and answered' }).click();
}
