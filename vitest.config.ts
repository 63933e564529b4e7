import { configDefaults, defineConfig } from 'vitest/config';

/** `*.shop.test.ts` need a shop that runs: `bin/test` names them when it has one. */
export default defineConfig({
  test: {
    include: ['{contracts,worker,admin-ui,e2e,packaging}/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, '**/*.shop.test.ts'],
  },
});
