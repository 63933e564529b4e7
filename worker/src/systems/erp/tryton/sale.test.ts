import { expect, test } from 'vitest';
import type { Shipment } from '../../tryton/shipments.ts';
import { type Sale, toErpOrder } from './sale.ts';

const states = (...all: string[]) => all.map((state) => ({ state }));

function read(sale: Partial<Sale> & { moved?: string[]; invoiced?: string[] }, shipments: Partial<Shipment>[] = []) {
  const { moved = ['draft'], invoiced = ['draft'], ...rest } = sale;
  const whole = {
    ...{ id: 12, number: '7', reference: 'DEMO-1-abcd', description: null, state: 'processing', party: 1 },
    ...{ shipment_state: 'waiting', total_amount: '19.99', 'currency.': { code: 'EUR' }, shipments: [] },
    'lines.':
      moved.length === 0
        ? []
        : [
            { quantity: 3, 'product.': { type: 'goods', code: 'CW-001' } },
            { quantity: null, 'product.': null },
          ],
    'moves.': states(...moved),
    'invoices.': states(...invoiced).map((one, id) => ({ ...one, id, number: null })),
    ...rest,
  } as Sale;
  const all = shipments.map(
    (one, id) => ({ id, 'inventory_moves.': [], ...outgoing(one), ...one }) as unknown as Shipment,
  );
  const { status, allocation, number, totalMinor } = toErpOrder({ sale: whole, shipments: all });
  return { status, allocation, number, totalMinor };
}

/** All three pieces are in whatever shipment there is, and gone from one that was cancelled. */
const outgoing = ({ state }: Partial<Shipment>) => ({
  'outgoing_moves.': [{ quantity: 3, state: state === 'cancelled' ? 'cancelled' : 'draft' }],
});
const short = { 'outgoing_moves.': [{ quantity: 2, state: 'draft' }] };

const seen = (status: string, allocation: string) => expect.objectContaining({ status, allocation });
const assigned = { 'inventory_moves.': states('assigned', 'draft') };

test.each([
  ['a draft promises nothing', { state: 'draft', number: null }, [], 'open', 'none'],
  ['confirmed without documents', { state: 'confirmed' }, [], 'open', 'none'],
  ['waiting for stock', {}, [{ state: 'waiting' }], 'open', 'none'],
  ['a part of a shipment has stock', {}, [{ state: 'waiting', ...assigned }], 'open', 'partial'],
  ['one of two shipments has stock', {}, [{ state: 'assigned' }, { state: 'waiting' }], 'open', 'partial'],
  ['all have', {}, [{ state: 'assigned' }, { state: 'picked' }], 'allocated', 'full'],
  ['a cancelled shipment doesn’t count', {}, [{ state: 'cancelled' }, { state: 'assigned' }], 'allocated', 'full'],
  ['services alone need no stock', { moved: [] }, [], 'allocated', 'full'],
  ['the rest still waits', {}, [{ state: 'done' }, { state: 'waiting' }], 'open', 'partial'],
  ['somebody took a piece out', {}, [{ state: 'assigned', ...short }], 'open', 'partial'],
  ['all has left', { shipment_state: 'sent' }, [{ state: 'done' }], 'shipped', 'full'],
  ['all has left and is paid', { state: 'done', moved: ['done'] }, [{ state: 'done' }], 'closed', 'full'],
  [
    'a part left, the rest was given up',
    { state: 'done', moved: ['done', 'cancelled'] },
    [{ state: 'done' }],
    'closed',
    'full',
  ],
  ['cancelled before it was processed', { state: 'cancelled', moved: [] }, [], 'cancelled', 'none'],
  ['cancelled afterwards', { state: 'done', moved: ['cancelled'] }, [{ state: 'cancelled' }], 'cancelled', 'none'],
  ['cancelled, of services', { state: 'done', moved: [], invoiced: ['cancelled'] }, [], 'cancelled', 'none'],
  [
    'shipments cancelled, nobody decided yet',
    { moved: ['cancelled'], shipment_state: 'exception' },
    [{ state: 'cancelled' }],
    'open',
    'none',
  ],
] as const)('%s', (_, sale, shipments, status, allocation) => {
  expect(read(sale as never, shipments as never)).toEqual(seen(status, allocation));
});

test('a sale without a number is named by its id, totals are minor units of the currency', () => {
  expect(read({ number: null, state: 'draft' })).toMatchObject({ number: '(12)', totalMinor: 1999 });
  expect(read({ total_amount: '1999', 'currency.': { code: 'JPY' } })).toMatchObject({ totalMinor: 1999 });
});
