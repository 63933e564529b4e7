import { defineConfig } from 'vitest/config';
import { leftOut } from './e2e/suite/longer.ts';

/** Tests that lay and serve whole shops: two files at a time (each waits for its shop most of the time), long time limits. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.shop.test.ts'],
    exclude: leftOut('shops'),
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: false,
  },
});
