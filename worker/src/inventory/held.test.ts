import { expect, test } from 'vitest';
import { at, inventoryRig, lies, page } from './rehearsal/inventory-rig.ts';

const rig = inventoryRig();

const four = (units: number, seconds: number) =>
  ['A', 'B', 'C', 'D'].map((sku) => lies(sku, units, { asOf: at(seconds) }));
const say = (approve: boolean) =>
  rig.states.set('DEMO inventory/erp', { state: { verdict: { held: rig.ledger.source('erp').held?.id, approve } } });

test('a mass drop is held whole: nothing of it is told, nothing is forgotten, the alert is told once', async () => {
  await rig.tells(page('1', four(10, 0)));
  await rig.published();
  await rig.tells(page('2', [...four(0, 5), lies('E', 7, { asOf: at(5) })]));
  expect(await rig.published()).toEqual([]);
  expect(rig.ledger.source('erp')).toMatchObject({
    cursor: '1',
    held: { falls: 4, zeros: 4, before: '40', after: '7' },
  });
  await rig.standings.tell('erp', []);
  expect(rig.submitted.map(({ event }) => event.type)).toEqual(['source']);
  const { id } = rig.ledger.source('erp').held ?? {};
  rig.reopen();
  await rig.tells(page('3', four(0, 8)));
  expect([rig.ledger.source('erp').held?.id, rig.cursors.at(-1)]).toEqual([id, '1']);
});

test('approved it is told, what is gone first', async () => {
  await rig.tells(page('1', four(10, 0)));
  await rig.published();
  await rig.tells(page('2', four(0, 5)));
  expect(rig.standings.heed('erp')).toBe(false);
  say(true);
  expect(rig.standings.heed('erp')).toBe(true);
  await rig.tells(page('2', [...four(0, 5), lies('E', 7, { asOf: at(5) })]));
  expect((await rig.published()).map(([sku]) => sku)).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(rig.ledger.source('erp')).toMatchObject({ held: null, cursor: '2' });
  // The yes was for that telling.
  await rig.tells(page('3', four(10, 6)));
  await rig.tells(page('4', four(0, 7)));
  expect(rig.ledger.source('erp').held).not.toBeNull();
});

test('a yes is over with the next reading, also where that no more says what was approved', async () => {
  await rig.tells(page('1', four(10, 0)));
  await rig.tells(page('2', four(0, 5)));
  say(true);
  rig.standings.heed('erp');
  await rig.tells(page('2', four(10, 6)));
  await rig.tells(page('3', four(0, 7)));
  expect(rig.ledger.source('erp').held).not.toBeNull();
});

test('rejected the old stock stays, until the source says something else of those SKUs', async () => {
  await rig.tells(page('1', four(10, 0)));
  await rig.published();
  await rig.tells(page('2', four(0, 5)));
  say(false);
  expect(rig.standings.heed('erp')).toBe(true);
  await rig.tells(page('2', [...four(0, 5), lies('E', 7, { asOf: at(5) })]));
  expect(await rig.published()).toEqual([['E', ['MAIN 7']]]);
  expect(rig.ledger.source('erp')).toMatchObject({ held: null, cursor: '2' });
  await rig.tells(page('3', [lies('A', 9, { asOf: at(9) }), lies('B', 0, { asOf: at(9) })]));
  expect(await rig.published()).toEqual([['A', ['MAIN 9']]]);
});

test('a no is about what the person saw: what the source says by then is shown anew', async () => {
  await rig.tells(page('1', four(10, 0)));
  await rig.published();
  await rig.tells(page('2', four(0, 5)));
  const seen = rig.ledger.source('erp').held;
  await rig.tells(page('2', four(1, 6)));
  expect(rig.ledger.source('erp').held?.id).toBe(seen?.id);
  say(false);
  expect(rig.standings.heed('erp')).toBe(true);
  await rig.tells(page('2', four(1, 6)));
  const { held } = rig.ledger.source('erp');
  expect([held === null, held?.id === seen?.id, rig.standings.heed('erp')]).toEqual([false, false, false]);
  expect(held?.largest[0]).toMatchObject({ before: '10', after: '1' });
});

test('what was rejected is known as of its old positions only, until the source says it otherwise', async () => {
  const upTo = async () => {
    rig.ledger.tellAgain('erp', ['A']);
    await rig.published();
    const { event } = rig.submitted[0] ?? {};
    return event?.type === 'positions' ? event.sources?.erp?.upTo : undefined;
  };
  await rig.tells(page('1', four(10, 0)));
  await rig.published();
  await rig.tells(page('2', four(0, 5)));
  say(false);
  rig.standings.heed('erp');
  await rig.tells(page('2', four(0, 5)));
  expect(await upTo()).toBeNull();
  await rig.tells(page('3', [], { asOf: at(8) }));
  expect(await upTo()).toBeNull();
  await rig.tells(page('4', four(10, 9)));
  expect(await upTo()).toBe(at(9));
});

test('a newer telling that is in order takes the place of the held one', async () => {
  await rig.tells(page('1', four(10, 0)));
  await rig.published();
  await rig.tells(page('2', four(0, 5)));
  await rig.tells(page('3', four(9, 6)));
  expect((await rig.published()).map(([sku]) => sku)).toEqual(['A', 'B', 'C', 'D']);
  expect(rig.ledger.source('erp').held).toBeNull();
});

test('a large reading is judged as a whole before anything of it counts, and held whole', async () => {
  const many = (units: number, seconds: number) =>
    Array.from({ length: 2500 }, (_, nth) => lies(`SKU-${nth}`, nth < 1500 ? 9 : units, { asOf: at(seconds) }));
  await rig.tells(page('1', many(9, 0)));
  await rig.published();
  await rig.tells(page('2', many(0, 5)));
  expect(rig.ledger.source('erp')).toMatchObject({ cursor: '1', held: { falls: 1000, zeros: 1000, before: '22500' } });
  expect(await rig.published()).toEqual([]);
  say(false);
  expect(rig.standings.heed('erp')).toBe(true);
  await rig.tells(page('2', many(0, 5)));
  expect([rig.ledger.source('erp').cursor, rig.ledger.rejected('erp').size]).toEqual(['2', 1000]);
  expect(await rig.published()).toEqual([]);
});
