import { defineConfig } from 'vitest/config';
import { leftOut } from './e2e/suite/longer.ts';

/** Tests of what takes real minutes, such as a lease that runs out: they wait beside each other. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.{waiting,slow}.test.ts'],
    // Hundreds of orders for one slow shop: with `bin/test --all`.
    exclude: leftOut('waiting'),
    fileParallelism: true,
    maxWorkers: 4,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: true,
  },
});
