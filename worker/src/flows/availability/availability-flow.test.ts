import { Effect, type EffectDraft, type Mirror } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { availabilityFlow } from './availability-flow.ts';
import { AWAITS_POSITIONS } from './labels.ts';
import { ORDERS_MAX } from './needs.ts';
import { at, Desk, position } from './rehearsal/desk.ts';
import { unallocatedUnits } from './worth.ts';

const HOUR = 3_600_000;
const mirrorOf = (effects: EffectDraft[]): Mirror | undefined =>
  effects.flatMap((effect) => (effect.kind === 'mirror' ? [effect.body] : []))[0];
const causes = (effects: EffectDraft[]) => mirrorOf(effects)?.exceptions.map(({ cause }) => cause);

/** A SKU of which the shop holds `[10, 0]`. */
function followed(settings?: object): Desk {
  const desk = new Desk(settings);
  desk.positions([position('10')]);
  desk.answer();
  return desk;
}

it('tells what is available, once, with the memory and the age of the oldest position', () => {
  const desk = new Desk();
  const [effect, ...more] = desk.positions([position('10', 5), position('4', 2, { node: 'EAST' })]);
  expect(more).toEqual([]);
  expect(effect).toMatchObject({ kind: 'stock', key: 'stock#1', body: { base: '14', counted: '0', as_of: at(2) } });
  expect(Effect.safeParse({ ...effect, id: 'x', subject: 'stock/TEA', epoch: 1, n: 1 }).error).toBeUndefined();
  expect(desk.answer()).toEqual([]);
  expect(desk.positions([position('10', 9), position('4', 9, { node: 'EAST' })])).toEqual([]);
});

it('does nothing for a shop without availability, or before a place of the shop is spoken of', () => {
  expect(new Desk(null).positions([position('10')])).toEqual([]);
  const desk = new Desk();
  expect(desk.positions([position('10', 0, { node: 'MARS' })])).toEqual([]);
  expect(desk.need(1, '2')).toEqual([]);
  expect(desk.positions([])).toMatchObject([{ body: { base: '0', counted: '2' } }]);
});

it('an order that is told of moves nothing: its units leave what is available and are counted', () => {
  const desk = followed();
  desk.need(1, '2');
  expect(desk.told()).toEqual(['8', '2']);
  desk.answer();
  desk.need(1, '0', { rev: 2 });
  expect(desk.told()).toEqual(['10', '0']);
});

it('units leave the subtraction only when the positions are as of after the allocation', () => {
  const desk = followed();
  desk.need(1, '2', { allocatedAt: at(10) });
  desk.answer();
  expect(desk.told()).toEqual(['8', '2']);
  expect(desk.last?.labels).toEqual([AWAITS_POSITIONS]);
  expect(desk.positions([position('10', 10, { allocated: '2' })])).toMatchObject([{ body: { base: '6' } }]);
  desk.answer();
  expect(desk.positions([position('10', 11, { allocated: '2' })])).toMatchObject([
    { body: { base: '8', counted: '2' } },
  ]);
  expect(desk.last?.labels).toEqual([]);
});

it('a source that was read later counts for places that did not change', () => {
  const desk = new Desk();
  const places = [position('10', 11, { allocated: '2' }), position('5', 0, { node: 'EAST' })];
  desk.positions(places);
  desk.answer();
  desk.need(1, '2', { allocatedAt: at(10) });
  desk.answer();
  expect(desk.told()).toEqual(['11', '2']);
  desk.positions(places, { sources: { erp: { upTo: at(11), stale: false } } });
  expect(desk.told()).toEqual(['13', '2']);
});

it.each([
  ['the warehouse’s books: until it has the release', { MAIN: { role: 'wms' } }, {}, 'releasedAt'],
  [
    'a system that does not tell what is promised: until they left',
    { MAIN: { role: 'erp' } },
    { allocated: null },
    'shippedAt',
  ],
  ['a partner’s goods: until they left', { MAIN: { role: 'erp', dropShip: true } }, {}, 'shippedAt'],
])('units stay subtracted in %s', (_, nodes, more, instant) => {
  const desk = new Desk({ nodes });
  desk.positions([position('10', 30, more)]);
  desk.answer();
  desk.need(1, '2', { allocatedAt: at(1) });
  desk.answer();
  expect(desk.told()).toEqual(['8', '2']);
  desk.need(1, '2', { allocatedAt: at(1), [instant]: at(2) });
  expect(desk.told()).toEqual(['10', '2']);
});

it('late and doubled positions change nothing; a place that is gone stays gone until it is told of later', () => {
  const desk = new Desk();
  const both = (seconds: number, more = {}) =>
    desk.positions([position('10', seconds), position('5', seconds, { node: 'EAST' })], more);
  both(5);
  desk.answer();
  expect(desk.positions([position('90', 4), position('5', 5, { node: 'EAST' })])).toEqual([]);
  desk.positions([position('10', 5)], { sources: { erp: { upTo: at(9), stale: false } } });
  expect(desk.told()).toEqual(['10', '0']);
  desk.answer();
  expect(both(5)).toEqual([]);
  both(5, { sources: { erp: { upTo: at(12), stale: false } } });
  expect(desk.told()).toEqual(['15', '0']);
});

it('other shops’ units and stale sources count', () => {
  const desk = followed({ nodes: { MAIN: { role: 'erp' } }, riskUnits: '8' });
  desk.positions([position('10', 1)], { others: '1' });
  expect(desk.told()).toEqual(['9', '0']);
  desk.answer();
  desk.positions([position('10', 1)], { others: '3', sources: { erp: { upTo: null, stale: true } } });
  expect(desk.told()).toEqual(['0', '0']);
});

it('what a shop took and no position holds back can be read for other shops', () => {
  const desk = followed();
  desk.need(1, '2');
  desk.need(2, '3', { allocatedAt: at(-5) });
  expect(desk.settings && unallocatedUnits(desk.state(), desk.settings)).toBe('2');
});

it('a quantity that can’t be true is told, and the other places sell on', () => {
  const desk = new Desk();
  const bad = (onHand: string, seconds: number) =>
    desk.positions([position('10', seconds), position(onHand, seconds, { node: 'EAST' })]);
  for (const [nth, onHand] of ['-3', 'many', '99999999999'].entries()) {
    expect(causes(bad(onHand, nth))).toEqual(['validation:stock_position:EAST']);
    expect(desk.told()).toEqual(['10', '0']);
  }
  desk.answer();
  expect(causes(bad('2', 9))).toEqual([]);
  expect(desk.told()).toEqual(['12', '0']);
  expect(mirrorOf(bad('2', 9))?.timeline.map(({ text }) => text)).toEqual([
    'The stock told of "EAST" can’t be true: it counts as none',
    'In order again',
  ]);
  expect(
    causes(desk.positions([position('10', 9), position('2', 9, { node: 'EAST', asOf: '2999-01-01T00:00:00Z' })])),
  ).toEqual(['validation:stock_position:EAST']);
});

it('a fall does not wait for an answer, a rise does, and nothing does before the first', () => {
  const desk = new Desk();
  desk.positions([position('10', 1)]);
  expect(desk.positions([position('4', 2)])).toEqual([]);
  desk.answer();
  expect(desk.told()).toEqual(['4', '0']);
  expect(desk.positions([position('9', 3)])).toEqual([]);
  expect(desk.positions([position('1', 4)])).toMatchObject([{ body: { version: 3, base: '1' } }]);
});

it('a new engine begins from what the shop holds, with what orders told meanwhile on top', () => {
  const before = followed();
  before.need(1, '2');
  before.answer();
  const held = before.triples.at(-1);
  const desk = new Desk();
  desk.need(2, '1');
  desk.positions([position('10', 3)]);
  expect(desk.told()).toEqual(['9', '1']);
  desk.answer('already', { ...held, stock: '7' });
  expect(desk.triples.at(-1)).toMatchObject({ version: 3, base: '7', counted: '3' });
});

it('a memory that this worker can’t read is a person’s business, and nothing more is told', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  const checkpoint = { flow: 'availability', version: 9, body: {} };
  const effects = desk.answer('already', { version: 5, checkpoint });
  expect(effects.map(({ kind }) => kind)).toEqual(['mirror']);
  expect(causes(effects)).toEqual(['internal:stock_memory']);
  expect(desk.positions([position('3', 5)]).map(({ kind }) => kind)).toEqual(['mirror']);
  expect(availabilityFlow.fromCheckpoint('stock/TEA', checkpoint)).toBeNull();
});

it('an order that ended is kept in the shop within a minute, and forgotten by name after an hour', () => {
  const desk = followed();
  const at1 = { allocatedAt: at(-5) };
  desk.need(1, '2', at1);
  desk.answer();
  expect(desk.need(1, '2', { ...at1, final: true })).toEqual([]);
  const [kept] = desk.wait(60_000);
  expect(kept).toMatchObject({ kind: 'stock', body: { base: '10', counted: '2' } });
  desk.answer();
  desk.wait(HOUR);
  expect(desk.state().memory).toMatchObject({ orders: {}, retired: '2', unnamed: '0' });
  desk.need(1, '1', { ...at1, rev: 2, final: true, settled: '2' });
  expect(desk.told()).toEqual(['10', '1']);
});

it('an order that ended is not forgotten while no position holds its units back', () => {
  const desk = followed();
  desk.need(1, '2', { final: true });
  desk.answer();
  desk.wait(60_000);
  desk.wait(5 * HOUR);
  expect(desk.told()).toEqual(['8', '2']);
  expect(Object.keys(desk.state().memory.orders)).toEqual(['order/1']);
});

it('hundreds of open orders of one SKU stay within bounds, none is counted twice, and in the end none is left out', () => {
  const desk = followed();
  const max = ORDERS_MAX + 20;
  const tell = (to: Desk, from: number, more = {}) => {
    for (let order = from; order <= max; order += 1) to.need(order, '1', { allocatedAt: at(4), ...more });
  };
  tell(desk, 1);
  expect(JSON.stringify(desk.state()).length).toBeLessThan(256 * 1024);
  desk.answer();
  expect(desk.told()).toEqual(['0', String(max)]);
  expect(JSON.stringify(desk.triples.at(-1)?.checkpoint).length).toBeLessThan(16 * 1024);
  const anew = new Desk();
  tell(anew, 1);
  anew.positions([position(String(max + 10), 5, { allocated: String(max) })]);
  expect(anew.answer('already', desk.triples.at(-1))).toEqual([]);
  tell(anew, 1, { final: true });
  anew.answer();
  expect(anew.told()).toEqual(['10', String(max)]);
});

it('a SKU that the shop doesn’t sell is one quiet exception, asked about again once a day, or when an order names it', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  const effects = desk.answer('already', null);
  expect(mirrorOf(effects)).toMatchObject({ state: 'not_followed', open: false, exceptions: [{ severity: 'info' }] });
  expect(causes(effects)).toEqual(['missing_reference:stock_sku']);
  const told = desk.triples.length;
  for (let nth = 1; nth < 9; nth += 1) desk.positions([position(String(nth), nth)]);
  expect(desk.triples.length).toBe(told);
  desk.wait(24 * HOUR);
  desk.answer('already', null);
  desk.need(1, '1');
  expect(desk.triples.length).toBe(told + 2);
  expect(causes(desk.answer('applied'))).toEqual([]);
});

it('a SKU that is sold from another one’s stock takes over nothing of it', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  expect(causes(desk.answer('already', { sku: 'TEA-ALL', version: 4, base: '99', counted: '5' }))).toEqual([
    'mapping:stock_shared',
  ]);
  expect(desk.state()).toMatchObject({ shop: null, version: 1 });
});

it('stock below nothing, and another stock at the first triple, are told until they are over', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  expect(causes(desk.answer('applied', { stock: '12' }))).toEqual(['stock:first_difference']);
  desk.positions([position('8', 2)]);
  expect(causes(desk.answer('applied', { stock: '-2' }))).toEqual(['stock:below_zero', 'stock:first_difference']);
  desk.positions([position('7', 3)]);
  expect(causes(desk.answer('applied', { stock: '7' }))).toEqual([]);
});

it('what the shop can’t take is tried again, and told after the third time', () => {
  const desk = followed();
  desk.positions([position('9', 1)]);
  desk.answer('later');
  expect(desk.wait(3000)).toMatchObject([{ body: { base: '9', version: 3 } }]);
  for (let nth = 1; nth <= 3; nth += 1) {
    desk.answer('failed', {});
    if (nth < 3) desk.wait(10_000);
  }
  expect(desk.last?.labels).toEqual(['internal:stock_effect']);
  expect(desk.timers.has('tell')).toBe(true);
});

it('what a restore may have taken from the shop is told again', () => {
  const desk = followed();
  expect(desk.decide({ type: 'lost' })).toMatchObject([{ body: { version: 2, base: '10', counted: '0' } }]);
});

it('a person has it told again, and settles the first difference', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  desk.answer('applied', { stock: '12' });
  const by = { user_id: 3, name: 'A' };
  const command = { by, asked_at: 0, seen: null, cause: null, reason: 'counted', filter: null };
  expect(causes(desk.decide({ type: 'command', command: { ...command, command: 'resolve' } }))).toEqual([]);
  expect(desk.decide({ type: 'command', command: { ...command, command: 'retry' } })).toMatchObject([
    { kind: 'stock', body: { base: '10' } },
    { kind: 'mirror' },
  ]);
});

it('a correction that a person approved goes with the next triple until the shop has taken it', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  desk.answer('applied', { stock: '12' });
  const by = { user_id: 3, name: 'A' };
  const command = { command: 'approve', by, asked_at: 0, seen: null, cause: null, reason: '', filter: null } as const;
  expect(desk.decide({ type: 'command', command })).toMatchObject([{ body: { correction: '-2' } }, { kind: 'mirror' }]);
  desk.answer('later');
  expect(desk.wait(3000)[0]).toMatchObject({ body: { base: '10', correction: '-2' } });
  desk.answer('applied');
  expect(desk.positions([position('9', 5)])[0]?.body).not.toHaveProperty('correction');
});

it('what nobody could mean changes nothing', () => {
  const desk = followed();
  const before = desk.state();
  expect(desk.decide({ type: 'told', from: 'order/1', body: { about: 'stock_need', reduced: 'many' } })).toEqual([]);
  expect(desk.decide({ type: 'answered', key: 'stock#77', kind: 'stock', answer: {} as never })).toEqual([]);
  expect(desk.state()).toEqual(before);
});
