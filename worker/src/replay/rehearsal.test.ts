import type { PastOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { anOrder, aRefund, theSettings } from '../flows/order/rehearsal/snapshot.ts';
import type { Finding } from '../systems/examination.ts';
import { headline, rehearse } from './rehearsal.ts';
import { skuLook } from './sku-look.ts';

const WINDOW = { from: 0, before: 9e12 };
const NEVER = new AbortController().signal;

function past(nr: number, changes: Parameters<typeof anOrder>[0] = {}): PastOrder {
  return {
    subject: `order/${nr}`,
    created_at: nr * 1000,
    snapshot: anOrder({ id: nr, ...changes }),
    snapshot_bytes: 9,
    known: null,
  };
}

const shop = (orders: readonly PastOrder[], goLiveAt: number | null = null) => ({
  code: 'DEMO',
  goLiveAt,
  settings: theSettings(),
  async *past() {
    yield* orders;
  },
  ask: async () => new Map(),
});

const { totals } = anOrder();
const ORDERS = [
  past(1),
  past(2, { status: 'completed', refunds: [aRefund(77)] }),
  past(3, { payment_method: 'klarna' }),
  past(4, { payment_method: 'klarna', totals: { ...totals, total: '999.00' } }),
  past(5, { status: 'cancelled', payment_method: 'klarna' }),
  { ...past(6), snapshot: null, snapshot_bytes: 0 },
];

test('the order’s own checks say what would pass and what would be held, by cause; a shop need not be live', async () => {
  const rehearsal = await rehearse(shop(ORDERS), WINDOW, null, () => undefined, NEVER);
  expect(headline(rehearsal)).toBe(
    '2 would pass, 3 held: 2 payment methods without a mapping, 1 totals, 1 unreadable orders; 1 would not be sent',
  );
  expect(rehearsal.holds[0]).toMatchObject({ cause: 'mapping:payment_method:klarna', count: 2, orders: ['3', '4'] });
  expect(rehearsal.not_sent).toEqual({ 'cancelled in the shop': { count: 1, orders: ['5'] } });
  expect(rehearsal.not_known[0]).toBe('whether the ERP has the 2 SKUs: it was not asked (--look-up asks it)');
});

/** An ERP that knows these. */
function erp(known: readonly string[], also: Finding[] = []) {
  let asked = 0;
  const look = skuLook(async ({ skus }) => {
    asked += 1;
    const lacks = skus.some((sku) => !known.includes(sku));
    const result = lacks ? ('failed' as const) : ('ok' as const);
    return [...also, { check: 'reference_data', result, detail: 'not known here: …', advice: null }];
  });
  return { look, asked: () => asked };
}

test('orders with SKUs that the ERP lacks would not pass', async () => {
  const unknown = past(7, { items: anOrder().items.map((item) => ({ ...item, sku: 'GONE' })) });
  const orders = [past(1), unknown, unknown];
  const rehearsal = await rehearse(shop(orders), WINDOW, erp(['CW-001', 'CW-002']).look, () => undefined, NEVER);
  expect(headline(rehearsal)).toBe('1 would pass, 1 held: 1 unknown SKUs');
  expect(rehearsal.unknown_skus).toEqual(['GONE']);
});

test('each unknown SKU is found with few questions; what can not be told is said', async () => {
  const skus = Array.from({ length: 300 }, (_, nr) => `S${nr}`);
  const known = skus.filter((sku) => !['S3', 'S140', 'S141', 'S299'].includes(sku));
  const few = erp(known);
  expect(await few.look(skus, NEVER)).toEqual(['S3', 'S140', 'S141', 'S299']);
  expect(few.asked()).toBeLessThan(80);
  const none = erp([]);
  expect(await none.look(skus, NEVER)).toContain('more than');
  expect(none.asked()).toBeLessThanOrEqual(200);
  const lacking = skuLook(async () => [
    { check: 'reference_data', result: 'failed', detail: 'no NET30', advice: null },
  ]);
  expect(await lacking(skus, NEVER)).toBe('it lacks more than SKUs (no NET30); see causeway doctor');
  expect(await skuLook(async () => [])(skus, NEVER)).toBe('its adapter does not look at SKUs');
});
