/**
 * What only `bin/test --all` runs: what the simulator, the plugin's own suite or another file meets too, in more variants
 * or with more processes. Each of the ten promises keeps a file that runs every time.
 */
const files = {
  unit: ['e2e/adapters/outside-package.test.ts'],
  shops: [
    'e2e/promises/{volume,transcript,revoked,cancelled-on-the-way,versions-and-mistakes}.shop.test.ts',
    'e2e/promises/{people,copied-shop,restored-shop,two-shops,webhooks,wrong-pairing}.shop.test.ts',
    'e2e/stage/shops.shop.test.ts',
    'e2e/lanes/tls.shop.test.ts',
    'e2e/install/install.shop.test.ts',
  ],
  journeys: ['wordpress-doors.journey.ts'],
  waiting: ['e2e/promises/slow-effects.waiting.test.ts'],
  tryton: [
    'e2e/adapters/bad-replies.tryton.test.ts',
    'e2e/tryton/adapter/{line,returns,warehouse}.tryton.test.ts',
    'e2e/tryton/{hands,return-to-closed}.tryton.test.ts',
  ],
} as const;

export const all = process.env.CAUSEWAY_TEST_ALL === '1';

/** Patterns of test files that a run without `--all` leaves out. */
export const leftOut = (kind: keyof typeof files): string[] => (all ? [] : [...files[kind]]);
