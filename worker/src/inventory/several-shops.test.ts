import { expect, test } from 'vitest';
import { COUNTS_OTHERS, TAKES_UNITS } from '../flows/availability/labels.ts';
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

test('a shop with an ERP and a warehouse of its own takes nothing off for what another one sold of the same SKU', async () => {
  rig.reopen([shop, { ...outlet, erp: 'its books', wms: 'its barn' }]);
  rig.holds('OUTLET', taken('3'));
  await rig.tells(page('1', [lies('A', 5)]));
  await rig.published();
  expect(rig.othersTold('DEMO')).toEqual(['0']);
});

test('what another shop took, or gave up again, is told within seconds, without a word of the source, and only once', async () => {
  rig.reopen([shop, outlet]);
  await rig.tells(page('1', [lies('A', 5)]));
  const toldDemo = async (seconds: number) => {
    rig.now += seconds * 1000;
    await rig.published();
    return rig.othersTold('DEMO');
  };
  expect(await toldDemo(0)).toEqual(['0']);
  expect(await toldDemo(60)).toEqual(['0']);
  rig.holds('DEMO', { ...newState(), sku: 'A', known: true });
  rig.holds('OUTLET', taken('3'));
  rig.labelled.set(`OUTLET ${TAKES_UNITS}`, ['stock/A']);
  expect(await toldDemo(5)).toEqual(['3']);
  rig.holds('DEMO', { ...newState(), sku: 'A', known: true, others: '3' });
  rig.labelled.set(`DEMO ${COUNTS_OTHERS}`, ['stock/A']);
  expect(await toldDemo(5)).toEqual([]);
  rig.holds('OUTLET', { ...newState(), sku: 'A' });
  rig.labelled.set(`OUTLET ${TAKES_UNITS}`, []);
  expect(await toldDemo(5)).toEqual(['0']);
});

test('a SKU of which its source says nothing is not told for what another shop took', async () => {
  rig.reopen([shop, outlet]);
  await rig.tells(page('1', [lies('B', 5)]));
  await rig.published();
  rig.holds('DEMO', { ...newState(), sku: 'A' });
  rig.holds('OUTLET', taken('3'));
  rig.labelled.set(`OUTLET ${TAKES_UNITS}`, ['stock/A']);
  rig.now += 5000;
  expect(await rig.published()).toEqual([]);
});

test('of a place the word of its own system is told, whatever the other one says of it', async () => {
  const nodes = { SHED: settings.nodes.MAIN as never, MAIN: { ...settings.nodes.MAIN, role: 'wms' } as never };
  rig.reopen([{ ...shop, settings: { ...settings, nodes } }]);
  await rig.tells(page('1', [lies('A', 30), lies('A', 5, { node: 'SHED' })]));
  rig.pages = [page('1', [lies('A', 10)])];
  await rig.readerOf('wms').read(rig.stop.signal);
  expect(await rig.published('wms')).toEqual([['A', ['SHED 5', 'MAIN 10']]]);
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
