import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PastOrder } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { type Asks, answerWith } from '../control/asks/ask.ts';
import { pastOrderAsks } from '../control/asks/past-orders.ts';
import { SOCKET } from '../control/protocol.ts';
import { ControlServer } from '../control/server.ts';
import { anOrder, theSettings } from '../flows/order/rehearsal/snapshot.ts';
import type { Rehearsal } from '../replay/rehearsal.ts';
import { type PastWindow, SETTLED_MS } from '../shop/past.ts';
import type { OutsideSystem } from '../systems/system.ts';
import { UsageMistake } from './command.ts';
import { rehearseOrders } from './rehearse.ts';

const DAY_MS = 86_400_000;
let folder: string;
let server: ControlServer | null;
let walked: PastWindow[];
let out: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-rehearse-'));
  server = null;
  walked = [];
  out = [];
});
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A shop that is not live yet, with these orders, and an ERP that has all SKUs but `GONE`. Whoever sends anything fails. */
async function worker(orders: readonly PastOrder[]): Promise<void> {
  const nobody = () => expect.fail('a rehearsal sends and writes nothing');
  const finding = (result: 'ok' | 'failed') => ({ check: 'reference_data', result, detail: '', advice: null }) as const;
  const examine: OutsideSystem['examine'] = async ({ skus }) => [finding(skus.includes('GONE') ? 'failed' : 'ok')];
  const shop = {
    ...{ code: 'DEMO', goLiveAt: null, settings: theSettings(), ask: nobody },
    async *past(window: PastWindow) {
      walked.push(window);
      yield* orders;
    },
  };
  const asks = pastOrderAsks({
    engine: { labelled: nobody },
    wayOut: Object.assign(nobody, { ask: (_: unknown, work: () => unknown) => work() }) as never,
    runs: { begin: nobody, resume: nobody, stop: nobody, follow: nobody } as never,
    shop: () => shop,
    erpOf: () => ({ examine }) as OutsideSystem,
  });
  server = new ControlServer(answerWith(asks as Asks), () => undefined);
  await server.listen(join(folder, SOCKET));
}

function rehearse(options: Record<string, string | boolean> = {}, words: string[] = [], json = false): Promise<number> {
  const configuration = { stateDirectory: folder, shops: [{ code: 'DEMO' }], leftOut: [] };
  const terminal = { out: (line: string) => void out.push(line), err: () => undefined };
  const call = { words, json, options, file: null, environment: {}, terminal };
  return rehearseOrders(configuration as unknown as LoadedConfiguration, call);
}

const past = (nr: number, changes: Parameters<typeof anOrder>[0] = {}): PastOrder => ({
  subject: `order/${nr}`,
  created_at: nr,
  snapshot: anOrder({ id: nr, ...changes }),
  snapshot_bytes: 9,
  known: null,
});
const { totals, items } = anOrder();
const unknownSku = { items: items.map((item) => ({ ...item, sku: 'GONE' })) };
const otherTotal = { totals: { ...totals, total: '999.00' } };

test('the checks and the mapping run over past orders, and one sentence says what would become of them', async () => {
  const changed = (nr: number) => (nr <= 6 ? unknownSku : nr <= 9 ? otherTotal : {});
  await worker(Array.from({ length: 421 }, (_, at) => past(at + 1, changed(at + 1))));
  const before = Date.now();
  expect(await rehearse({ days: '30', 'look-up': true })).toBe(1);
  expect(out[0]).toBe('412 would pass, 9 held: 6 unknown SKUs, 3 totals');
  expect(out[1]).toBe('      6  The ERP has no GONE: 1, 2, 3, 4, 5 …');
  const [window] = walked;
  expect((window?.before ?? 0) - (window?.from ?? 0)).toBe(30 * DAY_MS);
  expect(Math.abs((window?.before ?? 0) - (before - SETTLED_MS))).toBeLessThan(60_000);
});

test('what was not asked is said; without anything held it ends with 0, and without orders with 1', async () => {
  await worker([past(1, unknownSku), past(2, { status: 'cancelled' })]);
  expect(await rehearse()).toBe(0);
  expect(out.slice(0, 3)).toEqual([
    '1 would pass, 0 held; 1 would not be sent',
    'Not sent:',
    '      1  cancelled in the shop: 2',
  ]);
  expect(out).toContain('Not known: whether the ERP has the 1 SKUs: it was not asked (--look-up asks it).');
  out = [];
  expect(await rehearse({}, ['DEMO'], true)).toBe(0);
  const told = JSON.parse(out.join('\n')) as Rehearsal;
  expect(told).toMatchObject({ orders: 2, pass: 1, held: 0, unknown_skus: null });
  await server?.close();
  await worker([]);
  out = [];
  expect([await rehearse({ days: '7' }), out]).toEqual([1, ['The shop has no orders of the last 7 days.']]);
});

test('a slip is said before anything is asked', async () => {
  await expect(rehearse({ days: '0' })).rejects.toThrow('--days 0: a whole number from 1 to 3660');
  await expect(rehearse({}, ['DEMO', '5'])).rejects.toThrow(UsageMistake);
  await expect(rehearse()).rejects.toThrow('No worker runs here: start it');
});
