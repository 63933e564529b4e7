import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@causeway/contracts';
import type { Adapter } from '../../../worker/src/systems/adapter.ts';
import { businessCentral } from '../../../worker/src/systems/erp/business-central/adapter.ts';
import { salesOrder } from '../../../worker/src/systems/erp/conformance/orders.ts';
import { sandboxErp } from '../../../worker/src/systems/erp/sandbox/adapter.ts';
import { warehouseRelease } from '../../../worker/src/systems/wms/conformance/bench.ts';
import { sandboxWms } from '../../../worker/src/systems/wms/sandbox/adapter.ts';
import { set } from '../../demo/back-office-control.ts';
import { startBusinessCentral } from '../../vendors/business-central/running.ts';
import { businessCentralApi } from '../business-central-api.ts';
import { type Call, type FaultProxy, startFaultProxy } from '../fault-proxy.ts';
import { testBackOffice } from '../sandbox.ts';
import { BUSINESS_CENTRAL_WORDS, settingsOf } from '../subjects/business-central.ts';
import { sandboxApi, signedInErp } from '../subjects/sandbox-api.ts';
import { SANDBOX_WORDS } from '../subjects/sandbox-erp.ts';

/** A system, the adapter that speaks to it, and who stands between them. */
export interface Line {
  readonly adapter: Adapter;
  /** The adapter's own options, with the proxy's address. */
  readonly own: object;
  /** By the name of the file that the options name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly proxy: FaultProxy;
  readonly create: string;
  readonly find: string;
  readonly befalls: Readonly<Record<'create' | 'read' | 'token', (call: Call) => boolean>>;
  requestFor(externalId: string): Json;
  /** What a document must come to in the system, in minor units or pieces: one with less of it is one in part. */
  readonly whole: number;
  /**
   * How far it may be off: where a system counts tax by itself its rounding line is a request of its own. An order without
   * it is seen by the look-up, and held as `total_mismatch`.
   */
  readonly roundingMax: number;
  /** Every document that the system itself has under the external id. */
  held(externalId: string): Promise<readonly HeldDocument[]>;
  stop(): Promise<void>;
}

export interface HeldDocument {
  readonly isCancelled: boolean;
  readonly comesTo: number;
}

/** A line that can be started. */
export interface Candidate {
  readonly name: string;
  readonly start: () => Promise<Line>;
  /** It fetches a token before anything else. */
  readonly signsIn: boolean;
  /** How it says within a 200 that something went wrong, and what that ends as. */
  readonly inside: { readonly body: (call: Call) => object; readonly ends: string };
}

const LONG_MS = 3_600_000;
const reads = ({ method }: Call) => method === 'GET';
export const json = (value: object): Json => value as unknown as Json;

async function sandboxErpLine(): Promise<Line> {
  const backOffice = await testBackOffice();
  await set(backOffice, 'erp', { allocate_after_ms: LONG_MS });
  const proxy = await startFaultProxy(backOffice.erpUrl);
  const api = await signedInErp(backOffice.erpUrl, backOffice.secrets.erpClient);
  return {
    adapter: sandboxErp,
    own: { url: proxy.url, clientId: 'causeway', clientSecretFile: 'client', webhookSecretFile: 'hook' },
    secrets: { client: backOffice.secrets.erpClient, hook: backOffice.secrets.erpWebhook },
    proxy,
    ...ORDERS,
    befalls: {
      create: ({ method, path }) => method === 'POST' && path === '/orders',
      read: reads,
      token: ({ path }) => path === '/oauth/token',
    },
    requestFor: (externalId) => json({ order: salesOrder(SANDBOX_WORDS, externalId) }),
    whole: salesOrder(SANDBOX_WORDS, '').totalMinor,
    roundingMax: 0,
    held: async (externalId) => {
      const { orders } = await api.send('GET', `/orders?external_id=${externalId}`);
      return orders.map((order: { status: string; total_minor: number }) => {
        return { isCancelled: order.status === 'cancelled', comesTo: order.total_minor };
      });
    },
    stop: async () => {
      await proxy.stop();
      await backOffice.stop();
    },
  };
}

async function sandboxWmsLine(): Promise<Line> {
  const backOffice = await testBackOffice();
  await set(backOffice, 'wms', { pick_after_ms: LONG_MS });
  const proxy = await startFaultProxy(backOffice.wmsUrl);
  const api = sandboxApi(backOffice.wmsUrl, { 'x-api-key': backOffice.secrets.wmsKey });
  return {
    adapter: sandboxWms,
    own: { url: proxy.url, apiKeyFile: 'key', webhookSecretFile: 'hook' },
    secrets: { key: backOffice.secrets.wmsKey, hook: backOffice.secrets.wmsWebhook },
    proxy,
    create: 'create_release',
    find: 'find_releases',
    befalls: {
      create: ({ method, path }) => method === 'POST' && path === '/releases',
      read: reads,
      token: () => false,
    },
    requestFor: (externalId) => json({ release: warehouseRelease(SANDBOX_WORDS, externalId) }),
    whole: 3,
    roundingMax: 0,
    held: async (externalId) => {
      const { releases } = await api.send('GET', `/releases?external_id=${externalId}`);
      const pieces = (lines: { quantity: number }[]) => lines.reduce((sum, { quantity }) => sum + quantity, 0);
      return releases.map((release: { status: string; lines: { quantity: number }[] }) => {
        return { isCancelled: release.status === 'cancelled', comesTo: pieces(release.lines) };
      });
    },
    stop: async () => {
      await proxy.stop();
      await backOffice.stop();
    },
  };
}

async function businessCentralLine(): Promise<Line> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-business-central-'));
  const server = await startBusinessCentral({ folder, configuration: {} });
  const proxy = await startFaultProxy(server.url);
  const api = businessCentralApi(server);
  return {
    adapter: businessCentral,
    own: settingsOf(server, proxy.url),
    secrets: { client: server.clientSecret },
    proxy,
    ...ORDERS,
    befalls: {
      create: ({ method, path }) => method === 'POST' && path.endsWith('/salesOrders'),
      read: reads,
      token: ({ path }) => path.endsWith('/token'),
    },
    requestFor: (externalId) => json({ order: salesOrder(BUSINESS_CENTRAL_WORDS, externalId) }),
    whole: salesOrder(BUSINESS_CENTRAL_WORDS, '').totalMinor,
    roundingMax: 1,
    held: async (externalId) =>
      (await api.held(externalId)).map(({ isCancelled, totalMinor }) => ({ isCancelled, comesTo: totalMinor })),
    stop: async () => {
      await proxy.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const ORDERS = { create: 'create_order', find: 'find_orders' };

const INSIDE = {
  body: () => ({ error: { code: 'InternalError', message: 'Something within went wrong.' } }),
  ends: 'parse after_send',
};

/** Every adapter that speaks HTTP to a system that can be had on any machine. */
export const LINES: readonly Candidate[] = [
  { name: 'sandbox-erp', start: sandboxErpLine, signsIn: true, inside: INSIDE },
  { name: 'sandbox-wms', start: sandboxWmsLine, signsIn: false, inside: INSIDE },
  { name: 'business-central', start: businessCentralLine, signsIn: true, inside: INSIDE },
];
