import { defineConfig } from 'vitest/config';

/** Tests of what takes real minutes, such as a lease that runs out: they wait beside each other. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.{waiting,slow}.test.ts'],
    fileParallelism: true,
    maxWorkers: 4,
    testTimeout: 600_000,
    hookTimeout: 240_000,
    passWithNoTests: true,
  },
});
