import { configDefaults, defineConfig } from 'vitest/config';
import { leftOut } from './e2e/suite/longer.ts';

/** Tests on a real Tryton of their own, one file after the other: Tryton works while its test waits, and the other way round. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.tryton.test.ts'],
    // With `bin/test --all`: bad replies meet the same client on the other systems; a server that answers in parallel is another Tryton.
    exclude: [...configDefaults.exclude, ...leftOut('tryton')],
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: false,
  },
});
