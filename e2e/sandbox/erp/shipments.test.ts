import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, bench, until } from '../test/client.ts';
import { order } from '../test/documents.ts';

let erp: Bench;
beforeEach(async () => {
  erp = await bench('erp');
});
afterEach(() => erp.running.stop());

describe('a shipment', () => {
  const parcel = (id: string, lines: object[]) => ({
    external_id: id,
    shipped_at: '2026-03-01T12:00:00+01:00',
    carrier: 'PARCELHOUSE',
    lines,
  });

  it('in two parts makes the order shipped, then closed; each part once', async () => {
    await erp.control.send('PATCH', '/_control/settings', { close_after_ms: 0 });
    await erp.api.post('/orders', order('D-1-aaaa'));
    await until(
      () => erp.api.get('/orders/SO-000001'),
      ({ body }) => body.status === 'allocated',
    );
    const first = await erp.api.post('/orders/SO-000001/shipments', parcel('P-1', [{ line_id: '1', quantity: 2 }]));
    expect(first).toMatchObject({
      status: 201,
      body: { status: 'allocated', lines: [{ quantity_shipped: 2 }, { quantity_shipped: 0 }, {}] },
    });
    const twice = await erp.api.post('/orders/SO-000001/shipments', parcel('P-1', [{ line_id: '1', quantity: 2 }]));
    expect(twice).toMatchObject({ status: 409, body: { error: { code: 'duplicate_shipment' } } });
    const tooMany = await erp.api.post('/orders/SO-000001/shipments', parcel('P-2', [{ line_id: '1', quantity: 1 }]));
    expect(tooMany).toMatchObject({ status: 422, body: { error: { code: 'quantity_exceeds_ordered' } } });
    expect((await erp.api.post('/orders/SO-000001/cancel')).body.error.code).toBe('already_shipped');
    const second = await erp.api.post('/orders/SO-000001/shipments', parcel('P-2', [{ line_id: '2', quantity: 1 }]));
    expect(second.body).toMatchObject({
      status: 'shipped',
      shipments: [{ external_id: 'P-1' }, { external_id: 'P-2' }],
    });
    await until(
      () => erp.api.get('/orders/SO-000001'),
      ({ body }) => body.status === 'closed',
    );
    expect((await erp.api.get('/items/CW-001')).body).toMatchObject({ on_hand: 99_998, allocated: 0 });
  });

  it('of a cancelled order or an unknown line is refused', async () => {
    await erp.api.post('/orders', order('D-1-aaaa'));
    expect(
      (await erp.api.post('/orders/SO-000001/shipments', parcel('P-1', [{ line_id: '9', quantity: 1 }]))).body.error
        .code,
    ).toBe('unknown_line');
    await erp.api.post('/orders/SO-000001/cancel');
    expect(
      (await erp.api.post('/orders/SO-000001/shipments', parcel('P-1', [{ line_id: '1', quantity: 1 }]))).body.error
        .code,
    ).toBe('already_cancelled');
  });
});
