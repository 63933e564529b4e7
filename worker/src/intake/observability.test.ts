import { expect, test } from 'vitest';
import { healthOfShops } from './observability.ts';

const held = [
  { shop: 'ALT', role: 'erp', calls: 3, until: 9000, why: 'the lease on the shop is too short', reason: 'shop' },
  { shop: 'DEMO', role: 'wms', calls: 1, until: 5000, why: "the warehouse's limit", reason: 'asked' },
];

test('each configured shop says how it is and what its calls wait for; one left out says why', () => {
  const well = { state: 'serving' as const, problem: null, leaseLeftMs: 170_000, lastExchangeAt: 1234 };
  const ill = {
    state: 'unreachable' as const,
    problem: "the shop can't be reached (ECONNREFUSED)",
    leaseLeftMs: 0,
    lastExchangeAt: null,
  };
  const of = (health: typeof well | typeof ill) => ({ health: () => health });
  const shops = new Map([
    ['DEMO', of(well)],
    ['ALT', of(ill)],
  ]);
  const leftOut = [{ shop: 'THIRD', urls: [], mistakes: ['shops.2.erp: no system', 'shops.2.url: https'] }];
  expect(healthOfShops(shops, leftOut, held)).toEqual({
    DEMO: { ...well, waits: [{ role: 'wms', calls: 1, until: 5000, why: "the warehouse's limit", reason: 'asked' }] },
    ALT: {
      ...ill,
      waits: [{ role: 'erp', calls: 3, until: 9000, why: 'the lease on the shop is too short', reason: 'shop' }],
    },
    THIRD: {
      problem: 'not served, its configuration has mistakes: shops.2.erp: no system; shops.2.url: https',
      leaseLeftMs: 0,
      lastExchangeAt: null,
      state: 'left_out',
      waits: [],
    },
  });
});
