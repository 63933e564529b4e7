import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromScaled } from '../../policy/rounding/money.ts';
import { at, Desk, position } from './rehearsal/desk.ts';
import type { AvailabilitySettings } from './settings.ts';
import { PARTS_WAIT_MS } from './worth.ts';

const SETTINGS = {
  nodes: { MAIN: { role: 'erp' } },
  bundles: { BOX: { TEA: '2', CUP: '1' }, CRATE: { BOX: '3', LABEL: '1' } },
};

function desk(tea: string, cups: string): Desk {
  const all = new Desk(SETTINGS);
  all.positions([position(tea)]);
  all.positions([position(cups, 0, { sku: 'CUP' })], {}, 'CUP');
  return all;
}

const answerAll = (all: Desk, skus: readonly string[]) => {
  for (const sku of skus) if (all.state(sku).out.length > 0) all.answer('applied', {}, sku);
};

it('a set is told when its parts are: what its scarcest part allows', () => {
  const all = desk('9', '3');
  expect(all.told('BOX')).toEqual(['3', '0']);
  all.answer('applied', {}, 'BOX');
  all.positions([position('5', 1)]);
  expect(all.told('BOX')).toEqual(['2', '0']);
  expect(all.told('CRATE')).toBeNull();
});

it('what is sold of a set leaves its parts, and what is sold of a part leaves the set', () => {
  const all = desk('10', '8');
  for (const sku of ['TEA', 'CUP', 'BOX']) all.answer('applied', {}, sku);
  all.need(1, '2', {}, 'BOX');
  expect([all.told('BOX'), all.told('TEA'), all.told('CUP')]).toEqual([
    ['3', '2'],
    ['6', '0'],
    ['6', '0'],
  ]);
  answerAll(all, ['TEA', 'CUP', 'BOX']);
  all.need(2, '3');
  expect([all.told('BOX'), all.told('TEA')]).toEqual([
    ['1', '2'],
    ['3', '3'],
  ]);
});

it('units of a set leave the parts’ subtraction only as of after the allocation', () => {
  const all = desk('10', '8');
  for (const sku of ['TEA', 'CUP', 'BOX']) all.answer('applied', {}, sku);
  all.need(1, '1', { allocatedAt: at(10) }, 'BOX');
  answerAll(all, ['TEA', 'CUP', 'BOX']);
  all.positions([position('10', 11, { allocated: '2' })]);
  expect([all.told('TEA'), all.told('CUP'), all.told('BOX')]).toEqual([
    ['8', '0'],
    ['7', '0'],
    ['4', '1'],
  ]);
});

it('what a part has not taken in yet is taken off the set at once', () => {
  const all = desk('10', '8');
  all.answer('applied', {}, 'BOX');
  const worth = { about: 'part_worth', set: 'BOX', part: 'TEA', seq: 0, available: '10', asOf: 0 };
  const frontier = { allocated: 1, released: null, shipped: null };
  expect(all.need(1, '2', {}, 'BOX')).toMatchObject([{ body: { base: '3', counted: '2' } }]);
  all.answer('applied', {}, 'BOX');
  // As if the part had said this before it heard of the order.
  all.decide({ type: 'told', from: 'stock/TEA', body: { ...worth, frontier } }, 'BOX');
  expect(all.told('BOX')).toEqual(['3', '2']);
  all.answer('applied', {}, 'BOX');
  expect(all.need(1, '4', { rev: 2 }, 'BOX')).toMatchObject([{ body: { base: '1', counted: '4' } }]);
});

it('what a set said of its orders before what it said last changes nothing', () => {
  const all = desk('10', '8');
  for (const sku of ['TEA', 'CUP', 'BOX']) all.answer('applied', {}, sku);
  all.need(1, '2', {}, 'BOX');
  answerAll(all, ['TEA', 'CUP', 'BOX']);
  const before = { about: 'set_needs', set: 'BOX', part: 'TEA', seq: 1, needs: [] };
  expect(all.decide({ type: 'told', from: 'stock/BOX', body: before })).toEqual([]);
  expect(all.told('TEA')).toEqual(['6', '0']);
});

it('a part that nobody speaks of makes the set sold out, and that is told, but not before ten minutes', () => {
  const all = new Desk(SETTINGS);
  all.positions([position('10')]);
  expect(all.told('BOX')).toBeNull();
  expect(all.wait(PARTS_WAIT_MS, 'BOX')).toMatchObject([{ body: { base: '0' } }, { kind: 'mirror' }]);
  expect(all.last?.labels).toEqual(['missing_reference:bundle_part']);
  all.answer('applied', {}, 'BOX');
  all.positions([position('4', 0, { sku: 'CUP' })], {}, 'CUP');
  expect(all.told('BOX')).toEqual(['4', '0']);
});

it('a set that is made of itself, should it ever come, is sold out and a person’s business', () => {
  const settings = new Desk(SETTINGS).settings as AvailabilitySettings;
  const all = new Desk(SETTINGS);
  Object.assign(all, { settings: { ...settings, bundles: { A: { B: '1' }, B: { A: '1' }, BOX: { TEA: '1' } } } });
  expect(all.positions([position('10', 0, { sku: 'A' })], {}, 'A')).toMatchObject([
    { body: { base: '0' } },
    { kind: 'mirror' },
  ]);
  expect(all.last?.labels).toEqual(['validation:bundle_circle']);
  all.positions([position('7')]);
  expect(all.told('BOX')).toEqual(['7', '0']);
});

it('never more sets than their parts allow, and all of it is told in the end, whatever is sold in which order', () => {
  const sale = fc.tuple(fc.constantFrom('TEA', 'CUP', 'BOX'), fc.nat({ max: 5 }));
  fc.assert(
    fc.property(fc.array(sale, { maxLength: 12 }), (sales) => {
      const all = desk('40', '30');
      const answer = () => answerAll(all, ['TEA', 'CUP', 'BOX']);
      answer();
      const sold: Record<string, bigint> = { TEA: 0n, CUP: 0n, BOX: 0n };
      for (const [nth, [sku, units]] of sales.entries()) {
        all.need(nth + 1, String(units), {}, sku);
        sold[sku] = (sold[sku] ?? 0n) + BigInt(units);
      }
      for (let round = 0; round < 6; round += 1) answer();
      const { TEA = 0n, CUP = 0n, BOX = 0n } = sold;
      const [tea, cups] = [40n - TEA - 2n * BOX, 30n - CUP - BOX];
      const least = tea / 2n < cups ? tea / 2n : cups;
      const shown = (units: bigint) => fromScaled((units < 0n ? 0n : units) * 10n ** 10n);
      expect(all.told('BOX')).toEqual([shown(least), String(BOX)]);
      expect(all.told('TEA')).toEqual([shown(tea), String(TEA)]);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) },
  );
});
