import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Surroundings } from '../../../worker/src/systems/adapter.ts';
import { memoryOfBench } from '../../../worker/src/systems/conformance/bench.ts';
import { findTryton, INSTALL_LINE } from '../../tryton/ground.ts';
import { WarehouseHands } from '../../tryton/hands.ts';
import { layTryton } from '../../tryton/lay.ts';
import { date, decimal, type TrytonSession } from '../../tryton/rpc.ts';
import { type RunningTryton, startTryton } from '../../tryton/start.ts';
import { type Call, type FaultProxy, startFaultProxy } from '../fault-proxy.ts';

export const PAGE_SIZE = 4;
export const SKUS = ['SKU-001', 'SKU-002'] as const;
const STRANGERS_PASSWORD = 'not-the-password';

/** A real Tryton for one bench, with a fault proxy before it. */
export interface TrytonStage {
  readonly tryton: RunningTryton;
  readonly proxy: FaultProxy;
  readonly admin: TrytonSession;
  readonly hands: WarehouseHands;
  /** Theirs who has those hands. */
  readonly warehouse: TrytonSession;
  /** Options that both of Tryton's adapters have. */
  readonly options: object;
  readonly surroundings: Surroundings;
  readonly stranger: Surroundings;
  readonly strangersPassword: string;
  setStock(sku: string, units: number): Promise<void>;
  expireSignIn(): Promise<void>;
  signIns(): Promise<number>;
  stop(): Promise<void>;
}

/** Whether a call is of this method of Tryton's. */
export const calls = (method: RegExp) => (call: Call) => method.test(methodOf(call));

/** Why there is none here; null: there is. */
export const trytonMissing = (): string | null => (isThere ? null : `no Tryton on this machine: ${INSTALL_LINE}`);
const isThere = (await findTryton()) !== undefined;

export async function startTrytonStage(): Promise<TrytonStage> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-tryton-'));
  const tryton = await startTryton(await layTryton(join(folder, 'tryton'), { onHand: 1_000 }));
  const proxy = await startFaultProxy(tryton.url);
  const admin = await tryton.session('admin');
  const warehouse = await tryton.session('warehouse');
  const hands = new WarehouseHands(warehouse);
  const surroundings = surroundingsOf(() => readFileSync(tryton.passwordFile, 'utf8').trim());
  return {
    tryton,
    proxy,
    admin,
    hands,
    warehouse,
    options: {
      url: proxy.url,
      database: tryton.database,
      user: tryton.user,
      passwordFile: 'password',
      pageSize: PAGE_SIZE,
    },
    surroundings,
    stranger: surroundingsOf(() => STRANGERS_PASSWORD),
    strangersPassword: STRANGERS_PASSWORD,
    setStock: (sku, units) => hands.count({ [sku]: units }),
    expireSignIn: async () => endSessions(tryton.databaseFile, tryton.user),
    signIns: async () => proxy.count(calls(/^common\.db\.login$/)),
    stop: async () => {
      await proxy.stop();
      await tryton.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Currencies beside the company's own: Tryton comes with none. */
export async function layCurrency(admin: TrytonSession, code: string, digits: number): Promise<void> {
  await admin.create('currency.currency', {
    ...{ name: code, symbol: code, code, digits, rounding: decimal((10 ** -digits).toFixed(digits)) },
    rates: [['create', [{ rate: decimal('1'), date: date('2020-01-01') }]]],
  });
}

function surroundingsOf(password: () => string): Surroundings {
  const recorder = { keep: () => undefined };
  return { name: 'tryton', secret: password, now: Date.now, memory: memoryOfBench(), recorder };
}

/** As if they had been idle for too long. */
function endSessions(databaseFile: string, user: string): void {
  const database = new DatabaseSync(databaseFile, { timeout: 10_000 });
  try {
    database.prepare('DELETE FROM ir_session WHERE create_uid = (SELECT id FROM res_user WHERE login = ?)').run(user);
  } finally {
    database.close();
  }
}

function methodOf({ body }: Call): string {
  try {
    return String((JSON.parse(body) as { method?: unknown }).method);
  } catch {
    return '';
  }
}
