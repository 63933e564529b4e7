import { expect, test } from 'vitest';
import type { Move, ReturnShipment } from '../../../tryton/return-shipments.ts';
import { statusOf, toWarehouseReturn } from './receipt.ts';

const [STORAGE, DAMAGED, INPUT] = [3, 9, 1];
const meanings = new Map([
  [STORAGE, 'restock'],
  [DAMAGED, 'damaged'],
  [INPUT, 'restock'],
] as const);
const codes = new Map([
  [7, 'LAMP'],
  [8, 'ROPE'],
]);
let ids = 0;

function move(product: number, quantity: number, to_location: number, state = 'done'): Move {
  ids += 1;
  return { id: ids, product, quantity, to_location, state, origin: null };
}

/** Units that came in, and where they went: `[product, units, place]`. */
function shipment(
  state: ReturnShipment['state'],
  came: readonly (readonly [number, number])[],
  put: readonly (readonly [number, number, number])[],
  storage_location = STORAGE,
): ReturnShipment {
  return {
    ...{ id: 1, number: '5', reference: 'DEMO-R1-ab12', state },
    'warehouse.': { storage_location, input_location: INPUT },
    'incoming_moves.': came.map(([product, units]) =>
      move(product, units, INPUT, state === 'draft' ? 'draft' : 'done'),
    ),
    'inventory_moves.': put.map(([product, units, place]) => move(product, units, place)),
  };
}

type Announced = readonly [string, number, string][];
const linesOf = (announced: Announced, ...shipments: readonly ReturnShipment[]) =>
  toWarehouseReturn(
    { externalId: 'DEMO-R1-ab12', orderExternalId: 'DEMO-1-ab12', announced: [...announced], shipments },
    meanings,
    codes,
  ).lines.map(({ lineId, sku, received, dispositions }) => [
    lineId,
    sku,
    received,
    dispositions.map(({ disposition, quantity }) => `${quantity} ${disposition}`).join(),
  ]);

test('nothing of what is only expected came', () => {
  expect(linesOf([['17', 7, '2']], shipment('draft', [[7, 2]], []))).toEqual([['17', 'LAMP', '0', '']]);
});

test('two lines of the same goods: the first gets its units first, each with what became of it', () => {
  const both = shipment(
    'done',
    [[7, 3]],
    [
      [7, 2, STORAGE],
      [7, 1, DAMAGED],
    ],
  );
  expect(
    linesOf(
      [
        ['17', 7, '1'],
        ['18', 7, '2'],
      ],
      both,
    ),
  ).toEqual([
    ['17', 'LAMP', '1', '1 restock'],
    ['18', 'LAMP', '2', '1 restock,1 damaged'],
  ]);
});

test('more than was announced is told of its last line, and what nobody announced of none', () => {
  const odd = shipment(
    'done',
    [
      [7, 3],
      [8, 1],
    ],
    [
      [7, 3, STORAGE],
      [8, 1, 99],
    ],
  );
  expect(linesOf([['17', 7, '2']], odd)).toEqual([
    ['17', 'LAMP', '3', '3 restock'],
    ['', 'ROPE', '1', '1 quarantine'],
  ]);
});

test('what was received and is not put away has no disposition yet; a warehouse that puts nothing away has', () => {
  expect(linesOf([['17', 7, '2']], shipment('received', [[7, 2]], []))).toEqual([['17', 'LAMP', '2', '']]);
  const same = shipment('done', [[7, 2]], [], INPUT);
  expect(linesOf([['17', 7, '2']], same)).toEqual([['17', 'LAMP', '2', '2 restock']]);
});

test.each([
  [['draft'], 'expected'],
  [['received'], 'received'],
  [['done'], 'inspected'],
  [['done', 'draft'], 'received'],
  [['done', 'cancelled'], 'inspected'],
  [['cancelled'], 'cancelled'],
] as const)('shipments that are %j: the return is %s', (states, status) => {
  expect(statusOf(states.map((state) => shipment(state, [], [])))).toBe(status);
});
