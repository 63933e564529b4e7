import { defineConfig } from 'vitest/config';

/** Tests that lay and serve whole shops: two files at a time (each waits for its shop most of the time), long time limits. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.shop.test.ts'],
    // With `bin/test --all`: what is about volume alone, about TLS, and what the others meet on their way.
    exclude:
      process.env.CAUSEWAY_TEST_ALL === '1'
        ? []
        : [
            'e2e/promises/{volume,transcript,revoked,cancelled-on-the-way,versions-and-mistakes}.shop.test.ts',
            'e2e/lanes/tls.shop.test.ts',
          ],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: false,
  },
});
