import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Engine, EngineEvent } from '../../engine/engine.ts';
import { Receipt } from '../receipt.ts';
import type { Connection } from './connection.ts';
import { DatabaseLane } from './lane.ts';
import { statementsFor } from './statements.ts';
import type { Warrant } from './warrant.ts';

const row = (id: number) => ({
  id,
  kind: 'look',
  subject: `order/${id}`,
  event_id: '01a1fe98-2212-701d-b46d-11c94df6cc47',
  trace_id: 'a'.repeat(32),
  subject_trace: 'b'.repeat(32),
  first_at: 1,
  written_status: null,
  body: null,
  incarnation: 1,
  rev: 1,
  hash: 'c'.repeat(64),
  snapshot: '{}',
  snapshot_bytes: 2,
  snapshot_at: 1,
  checkpoint: null,
  epoch: 0,
  n: 0,
});

/** A shop's database as far as the lane's statements go: what waits there, and what was done. */
class Tables implements Connection {
  waits: number[] = [];
  mine = true;
  acknowledged: number[] = [];
  failure: Error | null = null;
  /** Runs before rows are read. */
  meanwhile: () => void = () => undefined;

  async rows<T>(sql: string): Promise<readonly T[]> {
    if (this.failure !== null) throw this.failure;
    if (sql.includes('AS mine'))
      return [{ mine: Number(this.mine), ready: Number(this.waits.length > 0), coming: 0 }] as T[];
    if (sql.startsWith('(SELECT')) return this.waits.map((id) => ({ priority: 5, id, weight: '2' })) as T[];
    if (!sql.startsWith('SELECT o.id')) return [];
    this.meanwhile();
    return this.waits.splice(0).map(row) as T[];
  }

  async change(sql: string): Promise<{ rows: number; id: number }> {
    const ids = /^DELETE FROM \S+outbox.* IN \(([\d, ]+)\)/.exec(sql)?.[1];
    if (ids !== undefined) this.acknowledged.push(...ids.split(', ').map(Number));
    return { rows: 1, id: 8 };
  }

  close(): void {}
}

const warrant: Warrant = {
  shopId: 'a',
  incarnation: 1,
  epoch: 1,
  engine: 'e',
  commit: 1,
  leaseUntil: 5,
  leaseMs: 180_000,
  ackNumber: 7,
  aheadMs: 0,
};

let tables: Tables;
let given: Warrant | null;
let events: EngineEvent[];
let said: string[];
let rings: number;
let counted: number[];
let connect: () => Promise<Connection>;
let receipt: Receipt;
let lane: DatabaseLane;

const eventually = (met: () => void) => vi.waitFor(met, { interval: 2, timeout: 60_000 });
const taken = () => events.map(({ subject }) => subject);

beforeEach(() => {
  tables = new Tables();
  given = warrant;
  [events, said, counted, rings] = [[], [], [], 0];
  connect = async () => tables;
  const engine = {
    labelled: () => [],
    submit: async (submitted: readonly EngineEvent[]) => void events.push(...submitted),
  } as unknown as Engine;
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  receipt = new Receipt('DEMO', { engine, log, readHint: () => [] });
  lane = new DatabaseLane({
    code: 'DEMO',
    connect: () => connect(),
    statements: statementsFor('wp_'),
    receipt,
    warrant: () => given,
    counted: async (number) => void counted.push(number),
    ring: () => {
      rings += 1;
    },
    observe: () => undefined,
    log,
  });
});
afterEach(() => lane.stop());

test('rows are taken, and acknowledged once they are durable, with the number that the shop counted', async () => {
  tables.waits = [1, 2];
  lane.start();
  await eventually(() => expect(tables.acknowledged).toEqual([1, 2]));
  expect([taken(), counted, receipt.held, lane.health.state]).toEqual([['order/1', 'order/2'], [8], [], 'serving']);
});

test('without the word of an exchange nothing is connected to or read', async () => {
  given = null;
  connect = () => Promise.reject(new Error('connected'));
  lane.start();
  await lane.stop();
  expect([lane.health, said]).toEqual([{ state: 'standby', problem: null }, []]);
});

test('a database that is gone is said once; the lane comes back by itself', async () => {
  const gone = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
  let tries = 0;
  connect = async () => {
    tries += 1;
    if (tries < 3) throw gone;
    return tables;
  };
  tables.waits = [1];
  lane.start();
  await eventually(() =>
    expect(lane.health).toEqual({ state: 'down', problem: 'nothing listens there (ECONNREFUSED)' }),
  );
  await eventually(() => expect(taken()).toEqual(['order/1']));
  expect(said).toEqual(['the database lane is down: rows come by exchanges', 'rows come straight from the database']);
});

test('what breaks on the way is met by a new connection', async () => {
  lane.start();
  await eventually(() => expect(lane.health.state).toBe('serving'));
  tables.failure = Object.assign(new Error('closed'), { code: 'PROTOCOL_CONNECTION_LOST' });
  tables.waits = [1];
  await eventually(() => expect(lane.health.state).toBe('down'));
  tables.failure = null;
  await eventually(() => expect(taken()).toEqual(['order/1']));
});

test('a connection that ended is nobody’s news where the next one works', async () => {
  lane.start();
  await eventually(() => expect(lane.health.state).toBe('serving'));
  const ended = "Can't add new command when connection is in closed state";
  connect = async () => {
    tables.failure = null;
    return tables;
  };
  tables.failure = new Error(ended);
  tables.waits = [1];
  await eventually(() => expect(taken()).toEqual(['order/1']));
  expect(said).toEqual(['rows come straight from the database']);
});

test('where the database does not say what the exchange said, the next exchange is asked, and then it is a problem', async () => {
  tables.mine = false;
  tables.waits = [1];
  lane.start();
  await eventually(() => expect(rings).toBe(1));
  expect(lane.health.problem).toBeNull();
  given = { ...warrant, leaseUntil: 6 };
  lane.ring();
  await eventually(() => expect(lane.health.state).toBe('down'));
  expect(taken()).toEqual([]);
});

test('what became void while it was read is not taken', async () => {
  tables.waits = [1];
  tables.meanwhile = () => receipt.void();
  lane.start();
  await eventually(() => expect(tables.waits).toEqual([]));
  await lane.stop();
  expect([taken(), receipt.held]).toEqual([[], []]);
});

test('rows that only the plugin can serve are asked of it', async () => {
  tables.waits = [1];
  const choose = tables.rows.bind(tables);
  tables.rows = async <T>(sql: string) => (sql.startsWith('(SELECT') ? [] : choose<T>(sql));
  lane.start();
  await eventually(() => expect(rings).toBe(1));
  expect(taken()).toEqual([]);
});

test('rows that an exchange is just acknowledging are not acknowledged beside it', async () => {
  await receipt.take([], 0);
  tables.waits = [1];
  lane.start();
  await eventually(() => expect(receipt.held).toEqual([1]));
  const lent = receipt.lend(10);
  tables.waits = [2];
  lane.ring();
  await eventually(() => expect(tables.acknowledged).toEqual([2]));
  receipt.settle(lent, false);
  await eventually(() => expect(tables.acknowledged).toEqual([2, 1]));
});
