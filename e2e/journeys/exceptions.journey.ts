import { placeOrders } from '../demo/customers.ts';
import { erpFault, expect, signIn, test } from './staged.ts';

const REASON = 'A test order of the agency';

test('of three orders with one cause two are chosen and retried, the third is left out; the audit has all of it', async ({
  page,
  demo,
}) => {
  const { shop } = demo.served;
  await erpFault(demo, { kind: 'refuse_everything' });
  await placeOrders({ shop, orders: 3, log: demo.buyerLog, say: () => undefined });
  await signIn(page, demo);
  await page.goto(`${shop.url}/wp-admin/admin.php?page=causeway&tab=exceptions`);
  await expect(page.getByText('3 orders')).toBeVisible();
  await page
    .getByRole('article')
    .filter({ hasText: '3 orders' })
    .getByRole('button', { name: 'Show all and choose' })
    .click();
  const chosen = page.getByRole('region', { name: 'All of this exception' });
  const rows = chosen.getByRole('row').filter({ has: page.getByRole('link', { name: /^#/ }) });
  await expect(rows).toHaveCount(3);
  await erpFault(demo, null);
  for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
  const left = (await rows.nth(2).getByRole('link', { name: /^#/ }).innerText()).slice(1);
  await chosen.getByRole('button', { name: 'Retry', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Request retry of 2 orders' }).click();
  await expect(dialog).toContainText('Retry requested for 2 orders.');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('1 order', { exact: true })).toBeVisible();

  await page
    .getByRole('link', { name: `#${left}` })
    .first()
    .click();
  await page.getByRole('button', { name: 'Leave out…' }).click();
  await expect(dialog).toContainText('is not cancelled');
  await dialog.getByLabel('Reason').fill(REASON);
  await dialog.getByRole('button', { name: 'Request leaving out 1 order' }).click();
  await expect(page.getByText(`Left out by a person: ${REASON}`)).toBeVisible();

  await page.getByRole('link', { name: 'Audit' }).click();
  const lines = page.getByRole('row');
  await expect(lines.filter({ hasText: 'Retry requested' })).toHaveCount(2);
  await expect(lines.filter({ hasText: 'Order left out' })).toContainText([REASON]);
  await expect(lines.filter({ hasText: 'Exception closed' })).toContainText(['Causeway']);
});
