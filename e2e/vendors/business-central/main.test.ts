import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BusinessCentral, startBusinessCentral } from './running.ts';
import { signIn } from './test/client.ts';
import { order } from './test/orders.ts';
import { subscriber } from './test/subscriber.ts';

let folder: string;
let running: BusinessCentral[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'business-central-'));
  running = [];
});
afterEach(async () => {
  for (const process of running) await process.kill();
  rmSync(folder, { recursive: true });
});

async function launch(port = 0): Promise<BusinessCentral> {
  // Nothing is told before it is killed.
  const configuration = { webhooks: { delay_ms: 3_600_000 } };
  const started = await startBusinessCentral({ folder, port, configuration });
  running.push(started);
  return started;
}

it('keeps documents, tokens and what it has to tell when it is killed', async () => {
  const listening = await subscriber();
  const before = await launch();
  const api = await signIn(before);
  const resource = `/api/v2.0/companies(${before.companyId})/salesOrders`;
  await api.post(`${api.root}/subscriptions`, { notificationUrl: listening.url, resource });
  const { body: created } = await api.post('salesOrders', order('WC-1'));
  await before.kill();
  const after = await launch(Number(new URL(before.url).port));
  expect(after.url).toBe(before.url);
  expect((await api.get(`salesOrders(${created.id})`)).body).toMatchObject({
    number: created.number,
    totalAmountIncludingTax: 59.5,
  });
  expect((await api.post('salesOrders', order('WC-2'))).body.number).not.toBe(created.number);
  await after.control.settings({ webhooks: { delay_ms: 0 } });
  while (listening.deliveries.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(listening.deliveries[0]?.[0]?.resource).toContain(created.id);
  listening.close();
});

it('keeps nothing of an order of which a line is refused', async () => {
  const bc = await launch();
  const api = await signIn(bc);
  const wrong = order('WC-1', {
    salesOrderLines: [
      { lineType: 'Item', lineObjectNumber: 'CW-001', quantity: 1 },
      { lineType: 'Item', lineObjectNumber: 'NONE' },
    ],
  });
  expect((await api.post('salesOrders', wrong)).status).toBe(400);
  expect((await bc.control.state()).records.salesOrders).toBeUndefined();
  await bc.stop();
});

it('says what is wrong with a configuration and exits 2', async () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify({ colour: 'red', token_ttl_s: 'soon' }));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--dir', folder, '--config', file]);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(errors).toContain('colour');
  expect(errors).toContain('token_ttl_s');
});
