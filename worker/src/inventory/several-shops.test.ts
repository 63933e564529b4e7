import { expect, test } from 'vitest';
import { COUNTS_OTHERS } from '../flows/availability/labels.ts';
import { NO_MEMORY } from '../flows/availability/needs.ts';
import { newState, type StockState } from '../flows/availability/state.ts';
import { at, inventoryRig, lies, outlet, page, settings, shop, T0 } from './rehearsal/inventory-rig.ts';

const rig = inventoryRig();

/** SKU A in a shop, of which an order took so many units that no place holds back yet. */
function taken(units: string): StockState {
  const need = { incarnation: 1, rev: 1, units, allocated: null, released: null, shipped: null, finalAt: null };
  const memory = { ...NO_MEMORY, orders: { 'order/9': { ...need, settled: '0' } } };
  const place = { position: lies('A', 5), asOf: T0, fault: null };
  return { ...newState(), sku: 'A', known: true, places: { MAIN: place }, memory };
}

test('what several shops sell is told once more a minute later, with what the source was read up to by then', async () => {
  // The second one is not paired yet: it may be at any time.
  rig.reopen([shop, { ...outlet, isPaired: () => false }]);
  await rig.tells(page('1', [lies('A', 5)]));
  await rig.published();
  await rig.tells(page('2', [], { asOf: at(30) }));
  expect(await rig.published()).toEqual([]);
  rig.now += 61_000;
  expect(await rig.published()).toEqual([['A', ['MAIN 5']]]);
  expect(rig.submitted[0]?.event).toMatchObject({ sources: { erp: { upTo: at(30) } } });
  rig.now += 61_000;
  expect(await rig.published()).toEqual([]);
});

test('of two shops on one source each is told what the other took and no place holds back yet', async () => {
  rig.reopen([shop, outlet]);
  rig.holds('OUTLET', taken('3'));
  await rig.tells(page('1', [lies('A', 5)]));
  await rig.published();
  expect([rig.othersTold('DEMO'), rig.othersTold('OUTLET')]).toEqual([['3'], ['0']]);
});

test('units of another shop that it gave up are taken off no longer than until the next reading', async () => {
  rig.reopen([shop, outlet]);
  rig.holds('OUTLET', taken('3'));
  rig.holds('DEMO', { ...newState(), sku: 'A', others: '3' });
  rig.labelled.set(`DEMO ${COUNTS_OTHERS}`, ['stock/A']);
  const toldDemo = async () => {
    await rig.published();
    return rig.othersTold('DEMO');
  };
  await rig.tells(page('1', [lies('A', 5)]));
  expect(await toldDemo()).toEqual(['3']);
  rig.now += 60_000;
  await toldDemo();
  await rig.tells(page('2', [], { asOf: at(60) }));
  expect(await toldDemo()).toEqual([]);
  rig.holds('OUTLET', { ...newState(), sku: 'A' });
  expect(await toldDemo()).toEqual([]);
  await rig.tells(page('3', [], { asOf: at(120) }));
  expect(await toldDemo()).toEqual(['0']);
});

test('a shop is told nothing before all its sources were heard, then all of it', async () => {
  const nodes = { MAIN: settings.nodes.MAIN as never, HALL: { ...settings.nodes.MAIN, role: 'wms' } as never };
  rig.reopen([{ ...shop, settings: { ...settings, nodes } }]);
  await rig.tells(page('1', [lies('A', 30)]));
  expect(await rig.published()).toEqual([]);
  rig.pages = [page('1', [lies('A', 10, { node: 'HALL' })])];
  await rig.readerOf('wms').read(rig.stop.signal);
  expect(await rig.published('wms')).toEqual([['A', ['MAIN 30', 'HALL 10']]]);
});
