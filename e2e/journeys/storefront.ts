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
  const place = page.getByRole('button', { name: /place order/i });
  await expect(place).toBeEnabled();
  await place.click();
  await page.waitForURL(/order-received/);
  const number = /order-received\/(\d+)/.exec(page.url())?.[1];
  if (number === undefined) throw new Error(`no order number in ${page.url()}`);
  return number;
}
