import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect } from './staged.ts';

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** axe finds nothing against WCAG 2.1 A and AA in the part of the page that the CSS selector names. */
export async function expectAccessible(page: Page, part: string): Promise<void> {
  await page.addScriptTag({ path: script });
  const found = await page.evaluate(
    async ({ part, rules }) => {
      const { axe } = window as unknown as { axe: { run(part: string, options: object): Promise<AxeResults> } };
      const { violations } = await axe.run(part, { runOnly: rules });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    },
    { part, rules: RULES },
  );
  expect(found).toEqual([]);
}
