import type { InventoryPosition } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import { atsPlan, type Claims, sellable, sellableSets } from './ats.ts';
import { partsOf } from './bundles.ts';
import { AvailabilitySettings } from './settings.ts';

const NODES = { MAIN: { role: 'erp' }, EAST: { role: 'wms', safetyStock: '3' }, FAR: { role: 'erp', include: false } };
const planOf = (more: object = {}) => atsPlan(AvailabilitySettings.parse({ nodes: NODES, ...more }));
const at = (node: string, onHand: string, more: Partial<InventoryPosition> = {}): InventoryPosition => ({
  ...{ sku: 'TEA', node, onHand, allocated: null, inTransit: null, damaged: null, quarantined: null },
  ...{ asOf: '2026-11-21T10:00:00Z', ...more },
});
const ats = (more: object, positions: InventoryPosition[], claims?: Partial<Claims>) =>
  fromScaled(sellable(planOf(more), 'TEA', positions, { unallocated: 0n, stale: false, ...claims }));

it.each<[string, object, InventoryPosition[], string]>([
  ['what lies there', {}, [at('MAIN', '10')], '10'],
  [
    'less what is promised, damaged, or not yet looked at',
    {},
    [at('MAIN', '10', { allocated: '2', damaged: '1', quarantined: '3' })],
    '4',
  ],
  ['over all places, less what one keeps back', {}, [at('MAIN', '10'), at('EAST', '5')], '12'],
  ['a place that keeps more than it has adds nothing', {}, [at('MAIN', '10'), at('EAST', '2')], '10'],
  ['a place that owes takes from the others', {}, [at('MAIN', '10'), at('EAST', '2', { allocated: '4' })], '8'],
  ['without places that are not for this shop', {}, [at('MAIN', '10'), at('FAR', '90'), at('MARS', '7')], '10'],
  ['without what is under way', {}, [at('MAIN', '1', { inTransit: '5', pendingReturns: '2' })], '1'],
  ['with what is under way, by policy', { inTransit: 'sell' }, [at('MAIN', '1', { inTransit: '5' })], '6'],
  ['with what came back, by policy', { pendingReturns: 'sell' }, [at('MAIN', '1', { pendingReturns: '2' })], '3'],
  ['less what the shop keeps back', { safetyStock: '2', buffer: '3' }, [at('MAIN', '10')], '5'],
  ['what a SKU keeps back instead', { safetyStock: '2', skus: { TEA: { safetyStock: '7' } } }, [at('MAIN', '10')], '3'],
  ['the shop’s share, in whole units', { share: 0.5 }, [at('MAIN', '7')], '3'],
  ['a share of nothing', { share: 0.5, safetyStock: '9' }, [at('MAIN', '7')], '-2'],
  ['in parts of units', {}, [at('MAIN', '2.75', { damaged: '0.5' })], '2.25'],
  [
    'a partner’s goods are not promised by our ERP',
    { nodes: { DROP: { role: 'erp', dropShip: true } } },
    [at('DROP', '5', { allocated: '4' })],
    '5',
  ],
])('is %s', (_, settings, positions, units) => {
  expect(ats(settings, positions)).toBe(units);
});

it('is less what was sold and is not yet promised, and then falls below nothing', () => {
  expect(ats({}, [at('MAIN', '10')], { unallocated: scaled('4') })).toBe('6');
  expect(ats({}, [at('MAIN', '1')], { unallocated: scaled('4') })).toBe('-3');
});

it('is nothing where few are left and the source is stale', () => {
  const few = { riskUnits: '5' };
  expect(ats(few, [at('MAIN', '4')], { stale: true })).toBe('0');
  expect(ats(few, [at('MAIN', '5')], { stale: true })).toBe('5');
  expect(ats(few, [at('MAIN', '4')])).toBe('4');
});

it('of a set is what its scarcest part allows, also of sets in it', () => {
  const bundles = { BOX: { TEA: '2', CUP: '1' }, CRATE: { BOX: '3', LABEL: '1' } };
  const stock: Record<string, string> = { TEA: '25', CUP: '9', LABEL: '100' };
  const sets = (sku: string, more: object = {}) =>
    fromScaled(
      sellableSets(planOf({ bundles, ...more }), sku, partsOf(bundles, sku), (part) => scaled(stock[part] ?? '0')),
    );
  expect(Object.fromEntries(partsOf(bundles, 'CRATE'))).toEqual({
    TEA: scaled('6'),
    CUP: scaled('3'),
    LABEL: scaled('1'),
  });
  expect(sets('BOX')).toBe('9');
  expect(sets('CRATE')).toBe('3');
  expect(sets('BOX', { skus: { BOX: { buffer: '4' } } })).toBe('5');
  stock.TEA = '-1';
  expect(sets('BOX')).toBe('-1');
});

it('takes no set that is made of itself', () => {
  const circle = { A: { B: '1' }, B: { C: '1' }, C: { A: '2' } };
  const { error } = AvailabilitySettings.safeParse({ nodes: NODES, bundles: circle });
  expect(error?.issues[0]?.message).toBe('a set can’t be made of itself: A → B → C → A'.replace('’', "'"));
  expect(
    AvailabilitySettings.safeParse({ nodes: NODES, bundles: { A: { B: '1' }, D: { B: '2', A: '1' } } }).success,
  ).toBe(true);
  expect(AvailabilitySettings.safeParse({ nodes: NODES, bundles: { A: { B: '0' } } }).success).toBe(false);
});
