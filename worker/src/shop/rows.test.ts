import { expect, test } from 'vitest';
import { readRows } from './rows.ts';

const envelope = {
  specversion: '1.0',
  source: 'https://shop.example',
  subject: 'order/1042',
  time: '2026-11-27T00:00:00Z',
  datacontenttype: 'application/json',
  dataschema: 'https://causeway.example/schema/look.v1.json',
  traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
};
const look = (row: number, rev: number) => ({
  row,
  kind: 'look',
  event: {
    ...envelope,
    id: '0192f3a0-0000-7000-8000-000000000001',
    type: 'com.causeway.order.look.v1',
    data: {
      incarnation: 1,
      rev,
      hash: 'a'.repeat(64),
      snapshot: { anything: 'is the flow’s to judge' },
      snapshot_bytes: 20,
      written_status: null,
      first_seen_at: 1,
      memory: { checkpoint: null, epoch: 0, n: 0 },
    },
  },
});
const command = (row: number, filter: { cause: string; count: number } | null, about: unknown = null) => ({
  row,
  kind: 'command',
  event: {
    ...envelope,
    id: '0192f3a0-0000-7000-8000-000000000002',
    subject: filter ? 'exception/all' : 'order/1042',
    type: 'com.causeway.command.v1',
    data: {
      command: 'retry',
      by: { user_id: 1, name: 'admin' },
      asked_at: 1,
      seen: null,
      cause: null,
      reason: '',
      filter,
      about,
    },
  },
});

const unhinted = () => [];

test('a look becomes one event of its order, with the correlation id and the shop’s memory', () => {
  const { events, taken } = readRows('DEMO', [look(5, 3)], () => [], unhinted);
  expect(taken).toEqual([5]);
  expect(events).toMatchObject([
    {
      shop: 'DEMO',
      subject: 'order/1042',
      event: { type: 'look', traceId: 'ab'.repeat(16) },
      memory: { epoch: 0, n: 0 },
    },
  ]);
});

test('a row served again with a newer revision is another event, with the same revision the same', () => {
  const id = (rev: number) => readRows('DEMO', [look(5, rev)], () => [], unhinted).events[0]?.id;
  expect(id(3)).toBe(id(3));
  expect(id(4)).not.toBe(id(3));
});

test('"all that match" is one row and as many events as subjects match', () => {
  const matching = (cause: string) => (cause === 'mapping:sku:X' ? ['order/1', 'order/2'] : []);
  const { events, taken } = readRows('DEMO', [command(9, { cause: 'mapping:sku:X', count: 2 })], matching, unhinted);
  expect(events.map((event) => event.subject)).toEqual(['order/1', 'order/2']);
  expect(new Set(events.map((event) => event.id)).size).toBe(2);
  expect(taken).toEqual([9]);
});

test('chosen subjects are one row, each with the version that was seen; those that no engine holds come along', () => {
  const row = command(9, null, [look(1, 3).event]);
  const selected = [
    { subject: 'order/1042', seen: { epoch: 1, n: 5 } },
    { subject: 'order/7', seen: { epoch: 1, n: 6 } },
  ];
  row.event.subject = 'exception/selected';
  Object.assign(row.event.data, { selected });
  const { events, taken } = readRows('DEMO', [row], () => [], unhinted);
  expect(events.map(({ subject, event }) => [subject, event.type === 'command' ? event.command.seen : 'look'])).toEqual(
    [
      ['order/1042', 'look'],
      ['order/1042', { epoch: 1, n: 5 }],
      ['order/7', { epoch: 1, n: 6 }],
    ],
  );
  expect(new Set(events.map((event) => event.id)).size).toBe(3);
  expect([taken, JSON.stringify(events).includes('selected')]).toEqual([[9], false]);
});

test('"all that match" of an outage is one row for four thousand orders', () => {
  const orders = Array.from({ length: 4000 }, (_, index) => `order/${index + 1}`);
  const { events, taken } = readRows(
    'DEMO',
    [command(9, { cause: 'connection:erp', count: 4000 })],
    () => orders,
    unhinted,
  );
  expect([new Set(events.map(({ id }) => id)).size, taken]).toEqual([4000, [9]]);
});

test('a command brings its subject along, which is looked at first; the flow sees no more of it than before', () => {
  const { events } = readRows('DEMO', [command(9, null, look(1, 3).event)], () => [], unhinted);
  expect(events.map(({ id, subject, event }) => [id, subject, event.type])).toEqual([
    ['0192f3a0-0000-7000-8000-000000000002@look@order/1042', 'order/1042', 'look'],
    ['0192f3a0-0000-7000-8000-000000000002@order/1042', 'order/1042', 'command'],
  ]);
  expect(events[0]?.memory).toEqual({ checkpoint: null, epoch: 0, n: 0 });
  expect(JSON.stringify(events[1])).not.toContain('about');
});

test('a command whose subject comes along broken, or as another, is still a command', () => {
  for (const about of [{ subject: 'order/1042' }, { ...look(1, 3).event, subject: 'order/7' }]) {
    const { events } = readRows('DEMO', [command(9, null, about)], () => [], unhinted);
    expect(events.map(({ event }) => event.type)).toEqual(['command']);
  }
});

test('one row that cannot be read spoils no other, and is acknowledged rather than served for ever', () => {
  const broken = { row: 6, kind: 'look', event: { subject: 'order/7' } };
  const { events, taken, unreadable } = readRows('DEMO', [broken, 'nonsense', look(7, 1)], () => [], unhinted);
  expect(events).toHaveLength(1);
  expect(taken).toEqual([6, 7]);
  expect(unreadable).toMatchObject([
    { row: 6, subject: 'order/7' },
    { row: null, subject: null },
  ]);
});

test('a webhook of the mailbox is handed to who can check it; its row is taken whatever comes of it', () => {
  const said = { system: 'erp', received_at: 1, headers: { 'webhook-id': 'msg_1' }, body: '{}' };
  const hint = (row: number) => ({
    ...look(row, 1),
    kind: 'hint',
    event: { ...look(row, 1).event, type: 'com.causeway.hint.v1', subject: 'system/erp', data: said },
  });
  const notice = { id: 'n', shop: 'DEMO', subject: 'order/1', event: { type: 'notice', role: 'erp' } } as const;
  const read: unknown[] = [];
  const answers = [[notice], []];
  const hinted = (arrived: unknown) => {
    read.push(arrived);
    return answers.shift() ?? [];
  };
  expect(readRows('DEMO', [hint(1), hint(2)], () => [], hinted)).toEqual({
    events: [notice],
    taken: [1, 2],
    unreadable: [],
  });
  expect(read).toEqual([said, said]);
});
