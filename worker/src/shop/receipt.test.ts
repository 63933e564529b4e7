import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import { Receipt } from './receipt.ts';

const data = { incarnation: 1, rev: 1, hash: 'a'.repeat(64), snapshot: {}, snapshot_bytes: 2 };
const read = { ...data, written_status: null, first_seen_at: 1, memory: { checkpoint: null, epoch: 0, n: 0 } };
const looks = Array.from({ length: 60 }, (_, at) => {
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
  const envelope = { specversion: '1.0', source: 'https://shop.example', time: '2026-11-27T00:00:00Z', traceparent };
  const format = { datacontenttype: 'application/json', dataschema: 'look', type: 'com.causeway.order.look.v1' };
  const id = `0192f3a0-0000-7000-8000-${String(at + 1).padStart(12, '0')}`;
  return { row: at + 1, kind: 'look', event: { ...envelope, ...format, id, subject: `order/${at + 1}`, data: read } };
});

/** A receipt before an engine that does as it is told with the nth portion. */
function receipt(committing: (nth: number) => Promise<void>) {
  const portions: number[] = [];
  const submit = (events: readonly EngineEvent[]) => committing(portions.push(events.length));
  const engine = { submit, labelled: () => [] } as unknown as Engine;
  const log = pino({ level: 'silent' });
  return { portions, receipt: new Receipt('DEMO', { engine, log, readHint: () => [] }) };
}

test('a page is taken by portions, so that the engine gets to other things in between; all of it is owed', async () => {
  const taking = receipt(async () => undefined);
  await taking.receipt.take(looks, 0);
  expect(taking.portions).toEqual([25, 25, 10]);
  expect(taking.receipt.held).toEqual(looks.map(({ row }) => row));
});

test('a portion that can not be committed is not owed, nor what comes behind it; those before are', async () => {
  const full = receipt((nth) => (nth === 2 ? Promise.reject(new Error('disk is full')) : Promise.resolve()));
  await expect(full.receipt.take(looks, 0)).rejects.toThrow('disk is full');
  expect(full.receipt.held).toEqual(looks.slice(0, 25).map(({ row }) => row));
  expect(full.portions).toEqual([25, 25]);
});

test('what became void between two portions is not taken, and nothing is owed', async () => {
  const voided = receipt(async (nth) => {
    if (nth === 2) voided.receipt.void();
  });
  await voided.receipt.take(looks, 0);
  expect(voided.portions).toEqual([25, 25]);
  expect(voided.receipt.held).toEqual([]);
});
