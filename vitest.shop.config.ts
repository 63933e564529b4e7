import { defineConfig } from 'vitest/config';

/** Tests that lay and serve whole shops: one file at a time, long time limits. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.shop.test.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    passWithNoTests: false,
  },
});
