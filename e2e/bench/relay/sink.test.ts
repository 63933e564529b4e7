import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOrder } from '../../../worker/src/flows/order/canonical/reading.ts';
import { toRelease } from '../../../worker/src/flows/order/canonical/sales-order.ts';
import { anOrder, theSettings } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import { SandboxErp } from '../../../worker/src/systems/erp/sandbox/sandbox-erp.ts';
import { SandboxWms } from '../../../worker/src/systems/wms/sandbox/sandbox-wms.ts';
import { salesOrderOf } from './deliver.ts';
import { type Sink, startSink } from './processes.ts';

const { signal } = new AbortController();
const memory = { read: () => null, write: () => undefined };
let sink: Sink;
beforeAll(async () => {
  sink = await startSink(0);
});
afterAll(() => sink.stop());

it('speaks as the sandbox systems do, so that their adapters understand it', async () => {
  const ports = { now: Date.now, memory };
  const url = `http://127.0.0.1:${sink.port}`;
  const erp = new SandboxErp({ url, clientId: 'bench', clientSecret: 'x' }, ports);
  const wms = new SandboxWms({ url, apiKey: 'x' }, ports);
  const order = salesOrderOf(anOrder({ id: 1 }), 1, 'ab'.repeat(16));
  const made = await erp.createOrder(order, signal);
  expect(await erp.findOrders(order.externalId, signal)).toEqual([made]);
  const asked = toRelease(readOrder(anOrder({ id: 1 }), theSettings()), order, made.number);
  if (asked === null) throw new Error('the order of the bench is not released');
  const released = await wms.createRelease(asked, signal);
  expect(released).toMatchObject({ status: 'shipped', shipments: [{ carrier: 'PARCELHOUSE' }] });
  expect(await wms.findReleases(order.externalId, signal)).toEqual([released]);
  for (const system of [erp, wms]) expect((await system.changedSince(null, signal)).externalIds).toEqual([]);
  expect(await sink.heard()).toEqual({ documents: 2, outOfOrder: 0 });
});
