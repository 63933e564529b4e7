import { configDefaults, defineConfig } from 'vitest/config';
import { leftOut } from './e2e/suite/longer.ts';

/** `*.shop.test.ts` and `*.waiting.test.ts` lay shops, `*.tryton.test.ts` a Tryton: they have configurations of their own. */
export default defineConfig({
  test: {
    // No unit test changes a module for others, and a process a file would cost more than the tests.
    isolate: false,
    // A bound against hanging, far above what anything takes: a busy machine must not decide a test.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    include: ['{contracts,worker,admin-ui,e2e,packaging}/**/*.test.{ts,tsx}'],
    exclude: [
      ...configDefaults.exclude,
      '**/*.shop.test.ts',
      '**/*.waiting.test.ts',
      '**/*.slow.test.ts',
      '**/*.tryton.test.ts',
      ...leftOut('unit'),
    ],
  },
});
