import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { erpOrders } from './back-office-stores.ts';
import { eventually, stand } from './ground.ts';
import { doorbellOf, panelOrder, statusOf } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
  // The shop has been told of a doorbell, and then everything behind it goes.
  await eventually(async () => expect(await doorbell()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/doorbell\/DEMO\//));
  await demo.worker.kill();
  await demo.backOffice.running.kill();
});
afterAll(() => demo?.stop());

const doorbell = () => doorbellOf(demo.served.shop);
const waiting: number[] = [];

async function expectCaptured(orderId: number): Promise<void> {
  waiting.push(orderId);
  const { shop } = demo.served;
  expect(await statusOf(shop, orderId)).toBe('processing');
  expect(await panelOrder(shop, orderId)).toMatchObject({ state: 'captured', waiting_for: 'the worker' });
  const { debugLog } = shop;
  expect(existsSync(debugLog) ? readFileSync(debugLog, 'utf8') : '', 'notices').not.toMatch(/causeway/i);
}

test('with worker, ERP and warehouse down, and a doorbell that nobody answers, checkouts work', async () => {
  const { shop } = demo.served;
  for (const checkout of ['block', 'classic'] as const) {
    const { orderId } = await buy(shop, basket(waiting.length), checkout);
    await expectCaptured(orderId);
  }
});

test('the customer has the answer although the doorbell takes the call and stays silent', async () => {
  const { shop } = demo.served;
  const silent = await silence(Number(new URL(await doorbell()).port));
  try {
    const { orderId, sentAtMs, respondedAtMs } = await buy(shop, basket(3));
    expect(respondedAtMs - sentAtMs, 'PHP itself would wait 60 s for a silent socket').toBeLessThan(30_000);
    await eventually(() => expect(silent.calls(), 'it did ring').toBeGreaterThan(0));
    await expectCaptured(orderId);
  } finally {
    await silent.close();
  }
});

test('what was bought meanwhile arrives once all is up again', async () => {
  await demo.backOffice.running.start();
  await demo.worker.start();
  for (const orderId of waiting) {
    await eventually(async () => expect(await statusOf(demo.served.shop, orderId)).toBe('completed'));
    expect(erpOrders(demo, orderId)).toHaveLength(1);
  }
});

/** A listener that accepts and never says a word. */
async function silence(port: number): Promise<{ calls(): number; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect((server.address() as AddressInfo).port).toBe(port);
  return {
    calls: () => sockets.length,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
