import { configDefaults, defineConfig } from 'vitest/config';

/** Tests on a real Tryton of their own, one file after the other: Tryton works while its test waits, and the other way round. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.tryton.test.ts'],
    // With `bin/test --all`: bad replies meet the same client on the other systems; a server that answers in parallel is another Tryton.
    exclude: [
      ...configDefaults.exclude,
      ...(process.env.CAUSEWAY_TEST_ALL === '1'
        ? []
        : ['e2e/adapters/bad-replies.tryton.test.ts', 'e2e/tryton/adapter/line.tryton.test.ts']),
    ],
    maxWorkers: 1,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    passWithNoTests: false,
  },
});
