import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, bench } from './test/client.ts';
import { order } from './test/documents.ts';

const lines = [{ line_id: '1', sku: 'CW-001', quantity: 2 }];
const asked = { external_id: 'D-R1-aaaa', order_external_id: 'D-1-aaaa', lines };
const memo = {
  external_id: 'D-R1-aaaa',
  order_external_id: 'D-1-aaaa',
  currency: 'EUR',
  lines: [{ line_id: '1', sku: 'CW-001', quantity: 1, net_minor: 1_500, tax_minor: 285 }],
  total_minor: 1_785,
};
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code];

describe('the ERP', () => {
  let erp: Bench;
  beforeEach(async () => {
    erp = await bench('erp');
    await erp.api.post('/orders', order('D-1-aaaa'));
  });
  afterEach(() => erp.running.stop());
  const onHand = async () => (await erp.api.get('/items/CW-001')).body;

  it('takes a return of what was ordered, and stock only of what may be sold again', async () => {
    // The order takes its units a moment after it came.
    await expect.poll(async () => (await onHand()).allocated, { timeout: 60_000 }).toBeGreaterThan(0);
    const before = await onHand();
    expect(await erp.api.post('/returns', asked)).toMatchObject({
      status: 201,
      body: { number: 'RMA-000001', status: 'open' },
    });
    const found = await erp.api.get('/returns?external_id=D-R1-aaaa');
    expect(found.body.returns).toMatchObject([{ order_external_id: 'D-1-aaaa', lines }]);
    const inspected = [
      { line_id: '1', disposition: 'restock', quantity: 1 },
      { line_id: '1', disposition: 'damaged', quantity: 1 },
    ];
    await erp.control.post('/_control/returns/RMA-000001/receive', { lines: inspected });
    const after = await onHand();
    expect([
      after.on_hand - before.on_hand,
      after.damaged - before.damaged,
      after.available - before.available,
    ]).toEqual([2, 1, 1]);
    expect(codeOf(await erp.api.post('/returns/RMA-000001/cancel'))).toEqual([409, 'already_received']);
  });

  it('is told of a receipt once, however often it is told', async () => {
    await erp.api.post('/returns', asked);
    const { on_hand } = await onHand();
    const told = { lines: [{ line_id: '1', disposition: 'restock', quantity: 2 }] };
    for (const _ of ['once', 'twice'])
      expect(await erp.api.send('PUT', '/returns/RMA-000001/receipts/RR-000001', told)).toMatchObject({
        status: 200,
        body: { status: 'received', receipts: [{ line_id: '1', disposition: 'restock', quantity: 2 }] },
      });
    expect((await onHand()).on_hand - on_hand).toBe(2);
  });

  it('refuses what was not ordered, and a second return under one id where it detects that', async () => {
    expect(codeOf(await erp.api.post('/returns', { ...asked, order_external_id: 'D-2-aaaa' }))).toEqual([
      422,
      'unknown_order',
    ]);
    const more = [{ line_id: '1', sku: 'CW-001', quantity: 3 }];
    expect(codeOf(await erp.api.post('/returns', { ...asked, lines: more }))).toEqual([
      422,
      'quantity_exceeds_ordered',
    ]);
    expect((await erp.api.post('/returns', asked)).status).toBe(201);
    expect((await erp.api.post('/returns', asked)).status).toBe(201);
    await erp.control.send('PATCH', '/_control/settings', { duplicate_detection: true });
    expect(
      codeOf(await erp.api.post('/returns', { ...asked, lines: [{ line_id: '2', sku: 'CW-002', quantity: 1 }] })),
    ).toEqual([409, 'duplicate_external_id']);
    expect((await erp.api.post('/returns/RMA-000001/cancel')).body.status).toBe('cancelled');
  });

  it('books credit memos up to what was invoiced, takes one back, and not once its period is closed', async () => {
    expect(await erp.api.post('/credit-memos', memo)).toMatchObject({
      status: 201,
      body: { number: 'CM-000001', status: 'posted' },
    });
    const all = {
      ...memo,
      external_id: 'D-C9-aaaa',
      lines: [{ line_id: 'amount', net_minor: 5_950, tax_minor: 0 }],
      total_minor: 5_950,
    };
    expect(codeOf(await erp.api.post('/credit-memos', all))).toEqual([422, 'exceeds_invoiced']);
    expect((await erp.api.post('/credit-memos/CM-000001/cancel')).body.status).toBe('cancelled');
    expect((await erp.api.post('/credit-memos', all)).status).toBe(201);
    await erp.control.send('PATCH', '/_control/settings', { period_closed: true });
    expect(codeOf(await erp.api.post('/credit-memos/CM-000002/cancel'))).toEqual([409, 'period_closed']);
  });

  it('tells changes of all its documents in one list, its own return under the order', async () => {
    const { next_cursor } = (await erp.api.get('/changes?changed_since=0')).body;
    await erp.api.post('/returns', asked);
    await erp.control.post('/_control/returns', {
      order_external_id: 'D-1-aaaa',
      lines: [{ line_id: '2', sku: 'CW-002', quantity: 1 }],
    });
    await erp.api.post('/credit-memos', memo);
    const page = (await erp.api.get(`/changes?changed_since=${next_cursor}&limit=2`)).body;
    expect([page.changes.length, page.more]).toEqual([2, true]);
    const told = [...page.changes, ...(await erp.api.get(`/changes?changed_since=${page.next_cursor}`)).body.changes];
    expect(told.filter(({ type }) => type !== 'order')).toEqual([
      { type: 'return', id: 'RMA-000001', external_id: 'D-R1-aaaa', order_external_id: 'D-1-aaaa' },
      { type: 'return', id: 'RMA-000002', order_external_id: 'D-1-aaaa' },
      { type: 'credit_memo', id: 'CM-000001', external_id: 'D-R1-aaaa', order_external_id: 'D-1-aaaa' },
    ]);
  });
});

describe('the warehouse', () => {
  let wms: Bench;
  beforeEach(async () => {
    wms = await bench('wms');
  });
  afterEach(() => wms.running.stop());
  const stock = async () => (await wms.api.get('/items/CW-001')).body;

  it('sells goods that came back only after they were inspected, and only what is good', async () => {
    const before = await stock();
    expect(await wms.api.post('/returns', asked)).toMatchObject({
      status: 201,
      body: { id: 'RR-000001', status: 'expected' },
    });
    const received = await wms.control.post('/_control/returns/RR-000001/receive', { lines });
    expect(received.body).toMatchObject({ status: 'received', lines: [{ received: 2 }] });
    expect((await stock()).on_hand).toBe(before.on_hand);
    const inspect = (disposition: string) =>
      wms.control.post('/_control/returns/RR-000001/inspect', { lines: [{ line_id: '1', disposition, quantity: 1 }] });
    expect((await inspect('restock')).body.status).toBe('received');
    expect((await inspect('scrap')).body).toMatchObject({
      status: 'inspected',
      lines: [{ dispositions: { restock: 1, damaged: 0, quarantine: 0, scrap: 1 } }],
    });
    expect(codeOf(await inspect('restock'))).toEqual([422, 'quantity_exceeds_received']);
    const after = await stock();
    expect([after.on_hand - before.on_hand, after.available - before.available]).toEqual([1, 1]);
    expect(codeOf(await wms.api.post('/returns/RR-000001/cancel'))).toEqual([409, 'already_received']);
  });

  it('writes down what comes unannounced, and more or else than was announced', async () => {
    const own = await wms.control.post('/_control/returns', { order_external_id: 'D-1-aaaa', lines });
    expect(own.body).toMatchObject({ id: 'RR-000001', status: 'received', lines: [{ quantity: 0, received: 2 }] });
    expect(own.body.external_id).toBeUndefined();
    await wms.api.post('/returns', asked);
    const arrived = [
      { line_id: '1', sku: 'CW-001', quantity: 3 },
      { line_id: '1', sku: 'CW-009', quantity: 1 },
    ];
    const { body } = await wms.control.post('/_control/returns/RR-000002/receive', { lines: arrived });
    expect(body.lines).toMatchObject([
      { sku: 'CW-001', quantity: 2, received: 3 },
      { sku: 'CW-009', quantity: 0, received: 1 },
    ]);
    const byOrder = await wms.api.get('/returns?order_external_id=D-1-aaaa');
    expect(byOrder.body.returns).toHaveLength(2);
  });
});
