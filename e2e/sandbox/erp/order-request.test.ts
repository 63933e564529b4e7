import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, bench } from '../test/client.ts';
import { order } from '../test/documents.ts';

let erp: Bench;
beforeAll(async () => {
  erp = await bench('erp');
});
afterAll(() => erp.running.stop());

const item = { type: 'item', line_id: '1', sku: 'CW-001', quantity: 1, net_minor: 100, tax_minor: 0, tax_code: 'STD' };
const lines = (...list: object[]) => ({ lines: list, total_minor: 100 });

describe('a wrong order is refused with the reason', () => {
  const cases: [string, object, string, object?][] = [
    ['an unknown field', { colour: 'red' }, 'invalid_body', { fields: [{ path: 'colour', message: 'unknown field' }] }],
    [
      'an unknown field in a line',
      lines({ ...item, colour: 'red' }),
      'invalid_body',
      { fields: [{ path: 'lines.0.colour' }] },
    ],
    ['a missing field', { currency: undefined }, 'invalid_body', { fields: [{ path: 'currency' }] }],
    ['null for an absent field', { paid_at: null }, 'invalid_body', { fields: [{ path: 'paid_at' }] }],
    [
      'an empty text',
      { customer: { name: '', email: 'a@b.example' } },
      'invalid_body',
      { fields: [{ path: 'customer.name' }] },
    ],
    [
      'an instant without a zone',
      { ordered_at: '2026-03-01T10:15:30' },
      'invalid_body',
      { fields: [{ path: 'ordered_at' }] },
    ],
    ['an amount that is no integer', { total_minor: 59.5 }, 'invalid_body', { fields: [{ path: 'total_minor' }] }],
    ['an amount as text', { total_minor: '5950' }, 'invalid_body', { fields: [{ path: 'total_minor' }] }],
    [
      'a quantity of nought',
      lines({ ...item, quantity: 0 }),
      'invalid_body',
      { fields: [{ path: 'lines.0.quantity' }] },
    ],
    [
      'a discount above nought',
      lines(item, { type: 'discount', line_id: '2', net_minor: 1, tax_minor: 0, tax_code: 'STD' }),
      'invalid_body',
    ],
    ['no item line', lines({ ...item, type: 'shipping', sku: undefined, quantity: undefined }), 'invalid_body'],
    ['a bad external id', { external_id: 'D 1' }, 'invalid_body', { fields: [{ path: 'external_id' }] }],
    ['a line id twice', lines(item, item), 'duplicate_line', { line_id: '1' }],
    ['an unknown SKU', lines({ ...item, sku: 'NOPE' }), 'unknown_item', { sku: 'NOPE', line_id: '1' }],
    ['an unknown tax code', lines({ ...item, tax_code: 'X' }), 'unknown_tax_code', { tax_code: 'X', line_id: '1' }],
    ['an unknown currency', { currency: 'XXX' }, 'unknown_currency', { currency: 'XXX' }],
    [
      'an unknown customer',
      { customer: { code: 'C-9', name: 'A', email: 'a@b.example' } },
      'unknown_customer',
      { customer_code: 'C-9' },
    ],
    [
      'an unknown payment method',
      { payment: { method: 'SHELLS', state: 'paid' } },
      'unknown_payment_method',
      { payment_method: 'SHELLS' },
    ],
    ['an unknown shipping method', { shipping_method: 'RAFT' }, 'unknown_shipping_method', { shipping_method: 'RAFT' }],
    [
      'lines that miss the total by one',
      { total_minor: 5_951 },
      'total_mismatch',
      { total_minor: 5_951, lines_minor: 5_950 },
    ],
    [
      'more rounding than can be',
      { lines: [item, { type: 'rounding', line_id: 'r', net_minor: 2 }], total_minor: 102 },
      'rounding_too_large',
      { rounding_minor: 2, allowed_minor: 1 },
    ],
  ];

  it.each(cases)('%s', async (_, change, code, details = {}) => {
    const { status, body } = await erp.api.post('/orders', order('D-1-aaaa', change));
    expect({ status, code: body.error.code }).toEqual({ status: 422, code });
    expect(body.error.details).toMatchObject(details);
    expect((await erp.api.get('/orders?external_id=D-1-aaaa')).body.orders).toEqual([]);
  });
});

it('takes every kind of line', async () => {
  const all = [
    { ...item, net_minor: 3_998, tax_minor: 760, unit_price_minor: 3_998, description: 'Lantern' },
    { type: 'discount', line_id: '2', net_minor: -400, tax_minor: -76, tax_code: 'STD' },
    { type: 'shipping', line_id: '3', net_minor: 500, tax_minor: 95, tax_code: 'STD' },
    { type: 'fee', line_id: '4', net_minor: -200, tax_minor: -38, tax_code: 'STD' },
    { type: 'gift_card', line_id: '5', code: 'GC-77', net_minor: -1_000 },
    { type: 'rounding', line_id: '6', net_minor: 1 },
  ];
  const { status, body } = await erp.api.post('/orders', order('D-2-aaaa', { lines: all, total_minor: 3_640 }));
  expect([status, body.error]).toEqual([201, undefined]);
});

it('judges the request itself before what it carries', async () => {
  const headers = { 'content-type': 'text/plain' };
  expect((await erp.api.send('POST', '/orders', '{}', headers)).body.error.code).toBe('unsupported_media_type');
  expect((await erp.api.post('/orders', '{"a":')).body.error.code).toBe('invalid_json');
  expect((await erp.api.post('/orders', { note: 'x'.repeat(1_100_000) })).body.error.code).toBe('body_too_large');
  expect((await erp.api.get('/nowhere')).body.error.code).toBe('not_found');
  expect((await erp.api.get('/orders/SO-999999')).body.error.code).toBe('not_found');
  const wrongMethod = await erp.api.send('DELETE', '/orders');
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST, GET']);
  expect((await erp.api.get('/orders')).body.error.code).toBe('missing_parameter');
  expect((await erp.api.get('/orders?external_id=A&page=2')).body.error.code).toBe('unknown_parameter');
  expect((await erp.api.get('/orders?changed_since=0&limit=501')).body.error.code).toBe('invalid_parameter');
});
