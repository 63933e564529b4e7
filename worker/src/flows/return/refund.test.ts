import { expect, test } from 'vitest';
import { inspected, REFUND_WORD } from './rehearsal/returned.ts';
import { Road } from './rehearsal/road.ts';
import { ORDER } from './rehearsal/shop.ts';

/** The inspection was read, the ERP has no credit memo of it, and the shop is asked to pay. */
function asked(): Road {
  const road = inspected();
  road.reply();
  road.reply();
  return road;
}

test('above the limit a person approves, and approves this amount', () => {
  const road = inspected({ approveUpTo: '79.33' });
  road.settle();
  expect(road.causes).toEqual(['validation:refund_approval']);
  expect(road.shop.mirror?.exceptions[0]).toMatchObject({
    owner: 'finance',
    detail: expect.stringContaining('79.34 EUR'),
  });
  road.command('approve', { seen: { epoch: 0, n: 1 } });
  road.settle();
  expect(road.shop.refunds).toEqual([]);
  road.command('approve', { cause: 'validation:refund_approval' });
  road.settle();
  expect(road.shop.refunds).toHaveLength(1);
  expect(road.shop.mirror?.state).toBe('closed');
});

test('a yes is about the amount that was shown: another one is asked for anew', () => {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  const seen = { epoch: road.shop.epoch, n: road.shop.n };
  const cause = 'validation:refund_approval';
  const detail = () => road.shop.mirror?.exceptions[0]?.detail;
  const before = detail();
  road.office.inspect({ restock: 1 });
  road.decide({ type: 'notice', role: 'wms' });
  while (road.calls.length > 0) road.reply();
  road.command('approve', { cause, seen });
  road.settle();
  expect([road.shop.refunds, detail() === before]).toEqual([[], false]);
  road.command('approve', { cause, seen });
  road.settle();
  expect(road.shop.refunds).toEqual([]);
  road.command('approve', { cause });
  road.settle();
  expect(road.shop.refunds).toHaveLength(1);
});

test('rejected: nothing is paid or booked, and the return ends', () => {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  road.command('reject', { reason: 'Worn' });
  road.settle();
  expect([road.shop.refunds, road.office.live().memos, road.shop.mirror?.state]).toEqual([[], 0, 'closed']);
  road.command('reject', { reason: 'Worn out', seen: null });
  expect(road.state.rejected).toBe('Worn');
});

test('what is paid back, or the shop was asked for, nobody rejects any more', () => {
  const rejects = (road: Road) => {
    road.command('reject', { reason: 'Worn', seen: null });
    return [road.state.refund?.status, road.state.rejected];
  };
  const road = asked();
  expect(rejects(road)).toEqual(['out', null]);
  road.exchange('pays');
  expect(rejects(road)).toEqual(['made', null]);
  const byHand = asked();
  byHand.exchange('dies');
  byHand.wait();
  byHand.settle();
  byHand.command('resolve', { cause: 'unknown_outcome:refund', reason: 'The bank shows it' });
  expect(rejects(byHand)).toEqual(['by_hand', null]);
  const shops = new Road({}, 'return/r57');
  shops.tell(REFUND_WORD);
  expect(rejects(shops)).toEqual([undefined, null]);
});

test('the shop dies while it pays: unknown, one exception for finance, never paid again; a person says what happened', () => {
  const road = asked();
  road.exchange('dies');
  road.wait();
  road.settle();
  expect(road.causes).toEqual(['unknown_outcome:refund']);
  road.command('retry', { cause: 'unknown_outcome:refund' });
  while (road.calls.length > 0) road.reply();
  expect(road.effects.map(({ kind }) => kind)).not.toContain('refund');
  road.settle();
  expect([road.shop.refunds.length, road.office.live().memos]).toEqual([1, 0]);
  road.command('resolve', { cause: 'unknown_outcome:refund', reason: 'The bank shows it' });
  road.settle();
  expect([road.shop.refunds.length, road.office.memos[0]?.totalMinor, road.shop.mirror?.state]).toEqual([
    1,
    7934,
    'closed',
  ]);
});

test('it began and did not pay: a person says so, and nothing is booked', () => {
  const road = asked();
  road.exchange('dies_before');
  road.wait();
  road.settle();
  road.command('reject', { cause: 'unknown_outcome:refund', reason: 'The bank shows none' });
  road.settle();
  expect([road.shop.refunds.length, road.office.live().memos, road.shop.mirror?.state]).toEqual([0, 0, 'closed']);
});

test('refused by the shop: an exception; a retry asks once more', () => {
  const road = asked();
  road.settle('refuses');
  expect(road.causes).toEqual(['validation:refund_failed']);
  road.command('retry');
  road.settle();
  expect(road.shop.mirror?.state).toBe('closed');
});

test('never above what is left: an exception, nothing paid', () => {
  const road = inspected({}, { order: { ...ORDER, refunded: '60' } });
  road.settle();
  expect(road.causes).toEqual(['total_mismatch:refund_above_paid']);
  expect(road.shop.refunds).toEqual([]);
});

test.each([
  [{ totalMinor: 7933 }, '79.33 EUR, refunded 79.34 EUR'],
  [{ currency: 'USD' }, '79.34 USD, refunded 79.34 EUR'],
])('a credit memo over another sum than was paid back is finance’s: %j', (booked, detail) => {
  const road = inspected();
  for (let step = 0; step < 20 && road.office.memos.length === 0; step += 1) {
    if (road.calls.length > 0) road.reply();
    else road.exchange();
  }
  Object.assign(road.office.memos[0] ?? {}, booked);
  road.settle();
  expect(road.causes).toEqual(['total_mismatch:credit_memo']);
  const [shown] = road.shop.mirror?.exceptions ?? [];
  expect([shown?.owner, shown?.detail]).toEqual(['finance', expect.stringContaining(detail)]);
  road.command('resolve', { cause: 'total_mismatch:credit_memo', reason: 'Corrected there' });
  road.settle();
  expect(road.shop.mirror?.state).toBe('closed');
});

test('export: followed to the inspection, the refund is left to a person', () => {
  const road = inspected({ mode: 'export' });
  road.settle();
  expect(road.causes).toEqual(['validation:refund_by_hand']);
  road.command('resolve', { cause: 'validation:refund_by_hand', reason: 'Done in WooCommerce' });
  road.settle();
  expect([road.shop.refunds, road.office.live().memos, road.shop.mirror?.state]).toEqual([[], 0, 'closed']);
});

test('what waits to be approved goes on waiting while its documents are looked up anew, and is told of once', () => {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  for (const role of ['wms', 'erp']) {
    road.decide({ type: 'notice', role });
    expect(road.causes).toEqual(['validation:refund_approval']);
    road.command('approve', { cause: null, seen: { epoch: 0, n: 1 } });
    expect(road.shop.refunds).toEqual([]);
    road.settle();
  }
  const told = road.shop.mirror?.timeline.filter(({ text }) => text.startsWith('For a person'));
  expect(told).toHaveLength(1);
});

test('the order hears that the shop keeps its refund, of each telling, and not before the shop does', () => {
  const road = new Road({}, 'return/r57');
  const kept = () => road.told.flatMap(({ body }) => (JSON.stringify(body).includes('refund_kept') ? body : []));
  road.tell({ ...REFUND_WORD, word: 'w1' });
  road.reply();
  expect(kept()).toEqual([]);
  road.settle();
  expect(kept()).toEqual([{ about: 'refund_kept', return: 'return/r57', word: 'w1' }]);
  road.tell({ ...REFUND_WORD, word: 'w2' });
  road.settle();
  expect(kept().slice(1)).toEqual([{ about: 'refund_kept', return: 'return/r57', word: 'w2' }]);
});

test('engine and shop both lost a refund: the ERP still has its credit memo, so nothing is paid before a person looked', () => {
  const road = inspected();
  road.settle();
  expect([road.shop.refunds.length, road.office.live().memos]).toEqual([1, 1]);
  const again = inspected();
  again.office.memos.push(...road.office.memos);
  again.settle();
  expect([again.shop.refunds, again.causes]).toEqual([[], ['conflict:memo_without_refund']]);
  for (const memo of again.office.memos) memo.status = 'cancelled';
  again.command('retry', { cause: 'conflict:memo_without_refund' });
  again.settle();
  expect([again.shop.refunds.length, again.office.live().memos, again.shop.mirror?.state]).toEqual([1, 1, 'closed']);
});
