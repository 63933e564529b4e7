import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OutsideSystem } from '../systems/system.ts';
import { type Inbound, openInbound } from './inbound.ts';

const did: string[] = [];
const counts: string[] = [];
let state: string;
let inbound: Inbound;

function system(name: string): OutsideSystem {
  return {
    name,
    role: 'erp',
    pollEverySeconds: 3600,
    changedSince: async (cursor: string | null) => {
      did.push(`poll ${name}`);
      return { externalIds: [], cursor: cursor ?? '0' };
    },
    receive: ({ body }: { body: string }) => ({
      id: 'msg_1',
      externalIds: [],
      [body === 'stock' ? 'stock' : 'poll']: true,
    }),
    upkeep: async () => {
      did.push(`upkeep ${name}`);
      return Date.now() + 3600_000;
    },
  } as unknown as OutsideSystem;
}

beforeEach(() => {
  did.length = counts.length = 0;
  state = mkdtempSync(join(tmpdir(), 'causeway-inbound-'));
  const engine = {
    labelled: () => [],
    submit: async () => undefined,
    peek: () => null,
    line: () => ({ recovering: false }),
  };
  const wms = { ...system('wms'), upkeep: null };
  inbound = openInbound({
    stateDirectory: state,
    engine: engine as never,
    systems: new Map([system('erp'), wms, system('unused')].map((one) => [one.name, one])),
    shops: new Map([['DEMO', { configuration: { erp: 'erp', wms: 'wms' }, ask: async () => new Map() as never }]]),
    log: { warn: () => undefined } as never,
    count: (door, name, outcome) => void counts.push(`${door} ${name} ${outcome}`),
    readStock: (name) => void did.push(`stock ${name}`),
  });
});
afterEach(async () => {
  await inbound.stop();
  rmSync(state, { recursive: true });
});

test('systems that a shop uses are polled and kept up; others are left alone', async () => {
  inbound.start();
  await vi.waitFor(() => expect(did.toSorted()).toEqual(['poll erp', 'poll wms', 'upkeep erp']), { timeout: 60_000 });
});

test('a webhook that names nothing has that system polled at once, at either door', async () => {
  inbound.start();
  await vi.waitFor(() => expect(did).toHaveLength(3), { timeout: 60_000 });
  did.length = 0;
  await inbound.route({ method: 'POST', path: ['hooks', 'erp'], query: {}, headers: {}, body: '' });
  await vi.waitFor(() => expect(did).toEqual(['poll erp']), { timeout: 60_000 });
  inbound.readHint('DEMO', { system: 'wms', received_at: 1, headers: {}, body: '' });
  await vi.waitFor(() => expect(did).toEqual(['poll erp', 'poll wms']), { timeout: 60_000 });
});

test('a webhook that stock changed has that system’s stock read, at either door, and polls nothing', async () => {
  const said = { method: 'POST', path: ['hooks', 'erp'], query: {}, headers: {}, body: 'stock' };
  expect(await inbound.route(said)).toEqual({ status: 204 });
  inbound.readHint('DEMO', { system: 'wms', received_at: 1, headers: {}, body: 'stock' });
  expect(did).toEqual(['stock erp', 'stock wms']);
  expect(counts).toEqual(['intake erp stock', 'mailbox wms stock']);
});
