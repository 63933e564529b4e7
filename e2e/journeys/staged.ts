import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { control } from '../demo/back-office-control.ts';
import { placeOrders } from '../demo/customers.ts';
import { type Demo, startDemo } from '../demo/demo.ts';
import { demoOptions } from '../demo/options.ts';

export { expect } from '@playwright/test';

const checkout = resolve(import.meta.dirname, '../..');
const folder = join(process.env.CAUSEWAY_RUN_FOLDER ?? join(checkout, '.stage/test'), 'journey-demo');

/** Stock follows what the ERP says; returns are followed, and each refund waits for somebody's yes. */
const GOODS = {
  availability: { nodes: { MAIN: { role: 'erp' } } },
  returns: { mode: 'automatic', approveUpTo: '0', payment: 'none' },
};

/** A shop with back office and worker for the whole run, and a page that fails the test for any error in its console. */
export const test = base.extend<{ page: Page }, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const options = demoOptions(['--check', '--dir', folder], checkout);
      if (options === null) throw new Error('no options');
      const demo = await startDemo({ ...options, shopSettings: GOODS }, checkout, () => undefined);
      // For the README's pictures a list that looks like a shop's.
      if (process.env.CAUSEWAY_PICTURES) {
        await placeOrders({ shop: demo.served.shop, orders: 8, log: demo.buyerLog, say: () => undefined });
      }
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !isHarmless(message.text(), message.location().url))
        errors.push(message.text());
    });
    page.on('pageerror', (error) => {
      if (!isLate(error)) errors.push(String(error));
    });
    await use(page);
    expect(errors, 'errors in the console').toEqual([]);
  },
});

/**
 * The machine has no way out: pictures of other sites can't load, and Site Health's own questions about the world and
 * about folders (which are links here) fail. Neither is ours to mend.
 */
function isHarmless(text: string, url: string): boolean {
  return (
    /gravatar|s\.w\.org|fonts\.g|wp-site-health/.test(url) ||
    /gravatar|net::ERR_(NAME_NOT_RESOLVED|INTERNET_DISCONNECTED)/.test(text)
  );
}

export interface Account {
  readonly login: string;
  readonly password: string;
}

/** WordPress fades one screen of wp-admin into the next; on a slow machine the next is there before the fading is. */
const isLate = (error: Error): boolean => error.message.includes('Transition was aborted because of invalid state');

/** Signs in to wp-admin, as the shop's administrator unless somebody else is named. */
export async function signIn(page: Page, { served: { shop } }: Demo, as: Account = shop.admin): Promise<void> {
  await page.goto(`${shop.url}/wp-login.php`);
  await page.getByLabel('Username or Email Address').fill(as.login);
  await page.getByLabel('Password', { exact: true }).fill(as.password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.waitForURL(/wp-admin/);
}

/** Plays or ends a fault of the sandbox ERP. */
export async function erpFault({ backOffice }: Demo, fault: object | null): Promise<void> {
  await control(backOffice, 'erp', fault === null ? 'DELETE' : 'POST', 'faults', fault ?? undefined);
}
