import { expect, it } from 'vitest';
import { availabilityFlow } from './availability-flow.ts';
import { ORDERS_MAX } from './needs.ts';
import { at, causes, Desk, followed, position } from './rehearsal/desk.ts';

const HOUR = 3_600_000;

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

const kept = (word: string) => [{ subject: 'order/1', body: { about: 'stock_kept', sku: 'TEA', word } }];

it('an order that ended hears so once the shop keeps it, not when it was told, and not from an engine whose triples are void', () => {
  const desk = followed();
  desk.need(1, '2');
  desk.answer();
  desk.need(1, '0', { rev: 2, final: true, word: 'ended' });
  expect(desk.told()).toEqual(['10', '0']);
  expect(desk.last?.tells).toEqual([]);
  desk.answer('failed');
  expect(desk.last?.tells).toEqual([]);
  desk.wait(300_000);
  desk.answer();
  expect(desk.last?.tells).toEqual(kept('ended'));
  const held = desk.triples.at(-1);
  const anew = new Desk();
  anew.positions([position('10', 3)]);
  anew.need(1, '0', { rev: 3, final: true, word: 'again' });
  anew.answer('already', held);
  expect(anew.last?.tells).toEqual([]);
  anew.answer();
  expect(anew.last?.tells).toEqual(kept('again'));
});

it('an order that ended does not wait for a stock that the shop has none of, nor for long where no source speaks of it', () => {
  const unsold = new Desk();
  unsold.positions([position('10')]);
  unsold.answer('failed', null);
  unsold.need(1, '2', { final: true, word: 'ended' });
  unsold.answer('failed', null);
  expect(unsold.last?.tells).toEqual(kept('ended'));
  const unheard = new Desk();
  unheard.need(1, '2', { final: true, word: 'ended' });
  expect(unheard.last?.tells).toEqual([]);
  unheard.wait(599_000);
  expect(unheard.last?.tells).toEqual([]);
  unheard.wait(1000);
  expect(unheard.last?.tells).toEqual(kept('ended'));
});

it('of more orders than the shop can name, those that just ended keep their names', () => {
  const desk = followed();
  for (let order = 2; order <= 140; order += 1) desk.need(order, '1');
  desk.need(1, '0', { rev: 2, final: true, word: 'ended' });
  desk.answer();
  desk.wait(60_000);
  expect(JSON.stringify(desk.triples.at(-1)?.checkpoint)).toContain('"order/1"');
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

it('what a restore may have taken from the shop is told again', () => {
  const desk = followed();
  expect(desk.decide({ type: 'lost' })).toMatchObject([{ body: { version: 2, base: '10', counted: '0' } }]);
});
