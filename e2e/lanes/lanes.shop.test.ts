import { OutboxRow } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../worker/src/shop/mysql/connection.ts';
import { basket, createInPhp } from '../stage/buyer/index.ts';
import { findProgram } from '../stage/php/find.ts';
import { type Ground, layGround } from './ground.ts';
import { databaseLane, exchangeLane, type Lane, PatientWorker } from './lanes.ts';
import { addCommand, addHint, changeOrder, markOrder } from './rows.ts';

const mariadb = findProgram('mariadbd', 'mysqld') !== undefined;

let ground: Ground;
let worker: PatientWorker;
let connection: Connection;
let lanes: Record<'exchange' | 'database', Lane>;

beforeAll(async () => {
  if (!mariadb) return;
  ground = await layGround();
  worker = await PatientWorker.pair(ground.served.shop);
  connection = await ground.connect();
  lanes = { exchange: exchangeLane(worker), database: databaseLane(worker, connection) };
  // So that there is a number below the shop's.
  await worker.exchange([1], 0);
});
afterAll(async () => {
  connection?.close();
  await ground?.stop();
});

beforeEach(async () => {
  if (!mariadb) return;
  for (const table of ['outbox', 'archive', 'subject']) await ground.root.change(`DELETE FROM wp_causeway_${table}`);
  await worker.exchange([], 0);
});

const subjects = (rows: readonly { event: { subject: string } }[]) => rows.map(({ event }) => event.subject);
const numbers = (rows: readonly { row: number }[]) => rows.map(({ row }) => row);
const all = <T>(sql: string) => ground.root.rows<T>(sql);
const waiting = () => all<{ id: number; served_at: number | null }>('SELECT id, served_at FROM wp_causeway_outbox');
const archived = () => all<{ id: number; body: string | null }>('SELECT id, body FROM wp_causeway_archive ORDER BY id');
const link = async () => (await all<Record<string, number>>('SELECT * FROM wp_causeway_link'))[0];

/** The row `link` says something else for as long as `work` takes. */
async function linkSays(changes: string, work: () => Promise<void>): Promise<void> {
  const before = (await link()) ?? {};
  await ground.root.change(`UPDATE wp_causeway_link SET ${changes}`);
  try {
    await work();
  } finally {
    await ground.root.change(
      `UPDATE wp_causeway_link SET ${KEPT.map((column) => `${column} = ?`).join(', ')}, rewound_at = NULL, rewound_from = 0`,
      KEPT.map((column) => before[column] ?? 0),
    );
  }
}

const KEPT = [
  'shop_id',
  'token_hash',
  'paired_at',
  'worker_seen_at',
  'lease_engine',
  'engine_commit',
  'lease_epoch',
  'lease_until',
  'ack_number',
] as const;

describe.skipIf(!mariadb).each(['exchange', 'database'] as const)('the %s lane', (name) => {
  const lane = () => lanes[name];

  test('serves a row again, as the same event, until it is acknowledged: then it is in the archive', async () => {
    await changeOrder(ground.root, 'order/1');
    const [first] = await lane().serve();
    const [again] = await lane().serve();
    expect([first?.event.subject, again?.row, again?.event.id]).toEqual(['order/1', first?.row, first?.event.id]);
    const before = (await link())?.ack_number ?? 0;
    expect(await lane().acknowledge(numbers([again as { row: number }]))).toBe(true);
    expect([await lane().serve(), await waiting()]).toEqual([[], []]);
    expect(await archived()).toEqual([{ id: first?.row, body: null }]);
    expect((await link())?.ack_number).toBe(before + 1);
    // An acknowledgement whose answer was lost is given again.
    expect(await lane().acknowledge(numbers([again as { row: number }]))).toBe(true);
    expect(await archived()).toHaveLength(1);
  });

  test('serves commands first, then looks, then hints, each by number, within rows and bytes', async () => {
    await addHint(ground.root, 'erp');
    await changeOrder(ground.root, 'order/1', JSON.stringify({ long: 'x'.repeat(5000) }));
    await changeOrder(ground.root, 'order/2');
    await changeOrder(ground.root, 'order/3');
    await addCommand(ground.root, 'order/1');
    const order = ['order/1', 'order/1', 'order/2', 'order/3', 'system/erp'];
    expect(subjects(await lane().serve(2))).toEqual(order.slice(0, 2));
    expect(subjects(await lane().serve(200, 1))).toEqual(order.slice(0, 1));
    const rows = await lane().serve();
    expect(subjects(rows)).toEqual(order);
    expect(rows.map(({ kind }) => kind)).toEqual(['command', 'look', 'look', 'look', 'hint']);
    for (const row of rows) OutboxRow.parse(row);
    await lane().acknowledge(numbers(rows));
    expect((await archived()).map(({ body }) => body === null)).toEqual([true, true, true, true, false]);
  });

  test('leaves a look alone that its request may still fill, also one that was touched again', async () => {
    await markOrder(ground.root, 'order/1');
    await changeOrder(ground.root, 'order/2');
    await markOrder(ground.root, 'order/2');
    expect(await lane().serve()).toEqual([]);
    expect((await waiting()).map(({ served_at }) => served_at)).toEqual([null, null]);
    // Nor does it acknowledge what it never served.
    await lane().acknowledge((await waiting()).map(({ id }) => id));
    expect([(await waiting()).length, await archived()]).toEqual([2, []]);
  });

  test('serves the newest revision once; what changes after it was served has a row of its own', async () => {
    await changeOrder(ground.root, 'order/1');
    await changeOrder(ground.root, 'order/1', '{"newer":true}');
    const [merged, ...none] = await lane().serve();
    expect([merged?.event.data.rev, merged?.event.data.snapshot, none]).toEqual([2, { newer: true }, []]);
    await changeOrder(ground.root, 'order/1');
    const rows = await lane().serve();
    expect(rows.map(({ event }) => event.data.rev)).toEqual([3, 3]);
    await lane().acknowledge([merged?.row ?? 0]);
    expect(numbers(await lane().serve())).toEqual(numbers(rows.slice(1)));
  });

  test('keeps the archive bounded in rows and days', async () => {
    const old = (id: number, at: number) =>
      `INSERT INTO wp_causeway_archive (id, kind, subject, event_id, trace_id, first_at, acked_at) VALUES (${id}, 'look', 'order/1', '', '', 0, ${at})`;
    await changeOrder(ground.root, 'order/1');
    const [row] = await lane().serve();
    await ground.root.change(`UPDATE wp_causeway_outbox SET id = id + 60000`);
    const newest = (row?.row ?? 0) + 60_000;
    for (const [id, days] of [
      [newest - 50_000, 1],
      [newest - 49_999, 1],
      [newest - 1, 31],
    ] as const)
      await ground.root.change(old(id, Date.now() - days * 86_400_000));
    await lane().acknowledge([newest]);
    expect((await archived()).map(({ id }) => id)).toEqual([newest - 49_999, newest]);
  });

  test.each([
    ['the lease is lost to another engine', "lease_engine = 'someone else', lease_epoch = lease_epoch + 1"],
    ['a newer copy of the same engine’s file was there', 'engine_commit = 2'],
    ['the database is older than the last exchange', 'ack_number = 0, lease_until = lease_until - 60000'],
    ['the shop was restored, and nobody has decided', 'rewound_at = 1, rewound_from = 9, ack_number = 0'],
    ['another shop was paired', "shop_id = '01a1fe98-0000-7000-8000-000000000000'"],
    ['the pairing was revoked', "token_hash = '', paired_at = NULL"],
    ['it was paired again since', "token_hash = 'another', paired_at = worker_seen_at + 60000"],
  ])('serves and acknowledges nothing where %s', async (_, changes) => {
    await changeOrder(ground.root, 'order/1');
    const [served] = await lane().serve();
    await changeOrder(ground.root, 'order/2');
    const before = await waiting();
    const number = served?.row ?? 0;
    await linkSays(changes, async () => {
      expect(await lane().serve()).toEqual([]);
      expect(await lane().acknowledge([number])).toBe(false);
    });
    expect([await waiting(), await archived()]).toEqual([before, []]);
  });

  test('goes on beside checkouts: nothing is lost, nothing acknowledged that was not served', async () => {
    const seen = new Set<number>();
    const round = async (limit: number) => {
      const rows = numbers(await lane().serve(limit));
      for (const row of rows) seen.add(row);
      if (rows.length > 0) await lane().acknowledge(rows);
      return rows.length;
    };
    const checkouts = async () => {
      for (let order = 1; order <= 30; order += 1) await changeOrder(ground.root, `order/${(order % 3) + 1}`);
    };
    const rounds = async () => {
      for (let left = 6; left > 0; left -= 1) await round(3);
    };
    await Promise.all([checkouts(), rounds()]);
    while ((await round(200)) > 0);
    expect((await archived()).map(({ id }) => id)).toEqual([...seen].sort((a, b) => a - b));
    expect(await waiting()).toEqual([]);
  });
});

describe.skipIf(!mariadb)('the database lane', () => {
  test('holds no lock that a checkout needs, between any two of its statements', async () => {
    let checkouts = 0;
    const checkout = async () => {
      checkouts += 1;
      for (const order of [1, 2]) await changeOrder(ground.root, `order/${order}`);
    };
    const [rows, change] = [connection.rows, connection.change];
    const interrupted: Connection = {
      rows: async <T>(...statement: Parameters<typeof rows>) => {
        await checkout();
        return rows<T>(...statement);
      },
      change: async (...statement) => {
        await checkout();
        return change(...statement);
      },
      close: () => undefined,
    };
    await ground.root.change('SET SESSION innodb_lock_wait_timeout = 1');
    await checkout();
    const between = databaseLane(worker, interrupted);
    const served = await between.serve();
    expect([subjects(served), await between.acknowledge(numbers(served))]).toEqual([['order/1', 'order/2'], true]);
    expect([checkouts, (await archived()).length, (await waiting()).length]).toEqual([11, 2, 2]);
  });
});

describe.skipIf(!mariadb)('both lanes', () => {
  test('share the work: a command that needs WordPress is left to the exchange, untouched', async () => {
    await addCommand(ground.root, 'exception/selected');
    await changeOrder(ground.root, 'order/1');
    await lanes.database.acknowledge(numbers(await lanes.database.serve()));
    await ground.root.change("UPDATE wp_causeway_subject SET snapshot = NULL WHERE subject = 'order/1'");
    await addCommand(ground.root, 'order/1');
    expect(await lanes.database.serve()).toEqual([]);
    expect((await waiting()).map(({ served_at }) => served_at)).toEqual([null, null]);
    expect(subjects(await lanes.exchange.serve())).toEqual(['exception/selected', 'order/1']);
  });

  test('serve the same: an order of WooCommerce, a command about it, a hint', async () => {
    const { orderId } = await createInPhp(ground.served.shop, basket(1));
    await addCommand(ground.root, `order/${orderId}`);
    await addHint(ground.root, 'erp');
    const byExchange = await lanes.exchange.serve();
    const byDatabase = await lanes.database.serve();
    expect(subjects(byExchange)).toEqual([`order/${orderId}`, `order/${orderId}`, 'system/erp']);
    expect(byDatabase.map(withoutNewIds)).toEqual(byExchange.map(withoutNewIds));
    for (const row of byDatabase) OutboxRow.parse(row);
  });
});

/** What is told beside a command gets its event's id when it is served. */
function withoutNewIds<T extends { readonly event: { readonly data: Record<string, unknown> } }>(row: T): T {
  const { about } = row.event.data as { about?: object };
  if (about === undefined) return row;
  return { ...row, event: { ...row.event, data: { ...row.event.data, about: { ...about, id: '', traceparent: '' } } } };
}
