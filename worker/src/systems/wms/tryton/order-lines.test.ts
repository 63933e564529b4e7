import { expect, test } from 'vitest';
import type { Shipment } from '../../tryton/shipments.ts';
import { type Lines, leftOf, noteOf, shared, toldIn } from './order-lines.ts';

const lines: Lines = [
  ['17', 1, '2'],
  ['18', 1, '3'],
  ['19', 2, '1'],
];
const move = (product: number, quantity: number, state = 'done') =>
  ({ product, quantity, state, origin: null, write_date: null }) as Shipment['outgoing_moves.'][number];

test('a note tells the lines again, and of which shipment it is the rest', () => {
  for (const restOf of [null, '12'])
    expect(toldIn(['call first', noteOf({ lines, restOf })])).toEqual({ lines, restOf });
  expect(toldIn(['call first'])).toBeNull();
});

test('two lines of the same goods share what left, in their order', () => {
  const { linesOf, left } = shared(lines);
  expect(linesOf(move(1, 4))).toEqual([
    { lineId: '17', quantity: '2' },
    { lineId: '18', quantity: '2' },
  ]);
  expect(left()).toEqual([
    ['18', 1, '1'],
    ['19', 2, '1'],
  ]);
  expect(linesOf(move(1, 1))).toEqual([{ lineId: '18', quantity: '1' }]);
});

test('what is left is what no done move took', () => {
  const shipment = { 'outgoing_moves.': [move(1, 5), move(2, 1, 'cancelled')] } as Shipment;
  expect(leftOf(shipment, lines)).toEqual([['19', 2, '1']]);
  expect(leftOf({ 'outgoing_moves.': [move(1, 5), move(2, 1)] } as Shipment, lines)).toEqual([]);
});
