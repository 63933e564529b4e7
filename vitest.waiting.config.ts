import { defineConfig } from 'vitest/config';

/** Tests of what takes real minutes, such as a lease that runs out: they wait beside each other. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.{waiting,slow}.test.ts'],
    // Hundreds of orders for one slow shop: with `bin/test --all`.
    exclude: process.env.CAUSEWAY_TEST_ALL === '1' ? [] : ['e2e/promises/slow-effects.waiting.test.ts'],
    fileParallelism: true,
    maxWorkers: 4,
    testTimeout: 600_000,
    hookTimeout: 240_000,
    passWithNoTests: true,
  },
});
