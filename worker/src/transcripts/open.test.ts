import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TranscriptKeeping } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OutboundCall } from '../engine/engine.ts';
import { openTranscripts, type Transcripts } from './open.ts';

let folder: string;
let transcripts: Transcripts;
let problems: string[];

function open(keep: TranscriptKeeping): void {
  const bounds = { keep, days: 7, megabytes: 1 };
  transcripts = openTranscripts(
    { stateDirectory: folder, transcripts: bounds },
    {
      knownOf: () => null,
      onlyShopOf: (system) => (system === 'erp' ? 'DEMO' : null),
      log: { error: (fields: { problem: string }) => void problems.push(fields.problem) } as never,
    },
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-transcripts-'));
  problems = [];
  open('errors');
});
afterEach(() => {
  transcripts.close();
  rmSync(folder, { recursive: true });
});

function hear(system: string, body: string): void {
  const request = { head: 'POST /orders', body };
  transcripts.conversations
    .recorderOf(system)
    .keep({ at: Date.now(), tookMs: 1, request, reply: null, problem: 'gone' });
}

/** A call of the order that fails, with `body` sent. */
function call(body: string, subject = 'order/1'): Promise<unknown> {
  const key = 'create_order#1';
  const about = { key, role: 'erp', operation: 'create_order', request: {} };
  const outbound: OutboundCall = { id: key, shop: 'DEMO', subject, call: about, firstAttempt: true };
  return transcripts.overhear(outbound, 'erp', async () => {
    hear('erp', body);
    return { kind: 'failed', category: 'timeout', phase: 'during_send', message: 'late', retryAfterMs: null };
  });
}

test('a shop is told of its own subjects, at most five entries of 64 KB together', async () => {
  for (let n = 0; n < 7; n += 1) await call(`["${n}","${'ü'.repeat(20_000)}"]`);
  const answer = transcripts.answer('DEMO', 'order/1');
  expect(answer).toMatchObject({ subject: 'order/1', keeps: 'errors', days: 7 });
  expect(answer.entries.map(({ outcome, request }) => `${outcome} ${request.body?.slice(2, 3)}`)).toEqual([
    ...['timeout 6', 'timeout 5', 'timeout 4', 'timeout 3', 'timeout 2'],
  ]);
  expect(answer.entries[0]?.request.body).toMatch(/ü \[…\]$/);
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(64 * 1024);
  expect(transcripts.answer('ALT', 'order/1').entries).toEqual([]);
});

test('what is asked of a system as a whole is told to the shop that has it for itself, and to no other', () => {
  hear('erp', '["a"]');
  hear('shared', '["b"]');
  expect(transcripts.answer('DEMO', 'system/erp').entries.map(({ request }) => request.body)).toEqual(['["a"]']);
  expect(transcripts.answer('ALT', 'system/erp').entries).toEqual([]);
  expect(transcripts.answer('DEMO', 'system/shared').entries).toEqual([]);
});

test('off keeps nothing, and removes what was kept', async () => {
  await call('["a"]');
  transcripts.close();
  open('off');
  await call('["b"]');
  expect(transcripts.answer('DEMO', 'order/1')).toEqual({ subject: 'order/1', keeps: 'off', days: 7, entries: [] });
  expect(existsSync(join(folder, 'transcripts.sqlite'))).toBe(false);
});

test('where the file can’t be made the worker works without, and says so', async () => {
  transcripts.close();
  rmSync(folder, { recursive: true });
  mkdirSync(join(folder, 'transcripts.sqlite', 'in-the-way'), { recursive: true });
  open('errors');
  expect(problems).toHaveLength(1);
  expect(await call('["a"]')).toMatchObject({ category: 'timeout' });
  expect(transcripts.answer('DEMO', 'order/1')).toMatchObject({ keeps: 'off', entries: [] });
});
