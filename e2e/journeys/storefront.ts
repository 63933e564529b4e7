import type { Page } from '@playwright/test';
import type { Shop } from '../stage/index.ts';
import { expect } from './staged.ts';

/** Buys one product through the block checkout, by mouse and keyboard. Returns the order's number. */
export async function buyInStorefront(page: Page, shop: Shop, product = 1): Promise<string> {
  await page.goto(`${shop.url}${shop.pages.shop}`);
  await page
    .getByRole('button', { name: /add to (cart|basket)/i })
    .nth(product - 1)
    .click();
  await expect(page.getByRole('link', { name: /view (cart|basket)/i }).first()).toBeVisible();
  await page.goto(`${shop.url}${shop.pages.checkout}`);
  await page.getByLabel('Email address').fill('frieda@example.test');
  const fields = { 'First name': 'Frieda', 'Last name': 'Hansen', City: 'Hamburg' };
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).first().fill(text);
  await page.getByLabel('Address', { exact: true }).first().fill('Deichstraße 12');
  await page
    .getByLabel(/postal code|postcode/i)
    .first()
    .fill('20459');
  // The block sends the address as it is typed, and takes no order while the totals are being worked out anew.
  await page.keyboard.press('Tab');
  await page.waitForLoadState('networkidle');
  const place = page.getByRole('button', { name: /place order/i });
  // While the totals are worked out anew the block ignores the button without saying so: then a customer presses again.
  await expect(async () => {
    if (!/order-received/.test(page.url())) await place.click({ timeout: 20_000 });
    await page.waitForURL(/order-received/, { timeout: 30_000 });
  }).toPass({ timeout: 300_000 });
  const number = /order-received\/(\d+)/.exec(page.url())?.[1];
  if (number === undefined) throw new Error(`no order number in ${page.url()}`);
  return number;
}
