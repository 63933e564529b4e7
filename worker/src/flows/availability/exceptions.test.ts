import { expect, it } from 'vitest';
import { causes, Desk, followed, mirrorOf, position } from './rehearsal/desk.ts';

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

it('a SKU that the shop doesn’t sell is one quiet exception, asked about again soon, then ever more seldom, or when an order names it', () => {
  const desk = new Desk();
  desk.positions([position('10')]);
  const effects = desk.answer('already', null);
  expect(mirrorOf(effects)).toMatchObject({ state: 'not_followed', open: false, exceptions: [{ severity: 'info' }] });
  expect(causes(effects)).toEqual(['missing_reference:stock_sku']);
  const told = desk.triples.length;
  for (let nth = 1; nth < 9; nth += 1) desk.positions([position(String(nth), nth)]);
  expect(desk.triples.length).toBe(told);
  const asked: number[] = [];
  for (let minutes = 10; minutes <= 72 * 60; minutes += 10) {
    if (desk.wait(600_000).length === 0) continue;
    asked.push(minutes);
    desk.answer('already', null);
  }
  expect(asked).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 4000]);
  desk.need(1, '1');
  expect(desk.triples.length).toBe(told + asked.length + 1);
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

it('of a product that is gone nothing is said but that; one that is made later begins anew', () => {
  const desk = followed();
  desk.need(1, '12');
  expect(causes(desk.answer('applied', { stock: '-2' }))).toEqual(['stock:below_zero']);
  desk.positions([position('11', 1)]);
  desk.positions([position('13', 2)]);
  expect(causes(desk.answer('failed', null))).toEqual(['missing_reference:stock_sku']);
  desk.wait(600_000);
  expect(causes(desk.answer('applied', { stock: '40' }))).toEqual(['stock:first_difference']);
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
