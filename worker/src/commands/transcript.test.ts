import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { TranscriptFile } from '../transcripts/transcript-file.ts';
import { UsageMistake } from './command.ts';
import { transcript } from './transcript.ts';

let folder: string;
let file: TranscriptFile;
const at = Date.now() - 5000;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-transcript-'));
  file = new TranscriptFile(join(folder, 'transcripts.sqlite'), { bytes: 1e6, ageMs: 1e9 }, Date.now);
  const about = { shop: 'DEMO', call: 'create#1', operation: 'create_order', system: 'erp', at, tookMs: 7 };
  const outcome = { name: 'validation', phase: 'before_send' };
  const request = { head: 'POST /orders\ncontent-type: application/json', body: '{"a":1}' };
  const kept = [
    { ...about, subject: 'order/7', outcome, request, reply: { head: '422', body: '{"b":2}' }, problem: null },
    { ...about, subject: 'order/7', outcome, request, reply: null, problem: 'gone' },
    { ...about, shop: '', subject: 'system/erp', outcome, request, reply: null, problem: 'poll' },
  ];
  for (const entry of kept) file.keep(entry);
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

function run(words: string[], keep = 'errors', json = false) {
  const configuration = {
    stateDirectory: folder,
    transcripts: { keep, days: 7, megabytes: 50 },
    shops: [{ code: 'DEMO' }],
    leftOut: [],
  } as unknown as LoadedConfiguration;
  const said: string[] = [];
  const terminal = { out: (line: string) => said.push(line), err: (line: string) => said.push(`! ${line}`) };
  return { status: transcript(configuration, words, json, terminal), said };
}

test('what was sent and answered, oldest first, while the worker has the file open', () => {
  const when = new Date(at).toISOString();
  const sent = ['  > POST /orders', '  > content-type: application/json', '  >', '  > {"a":1}'];
  expect(run(['DEMO-7-9f3a'])).toEqual({
    status: 0,
    said: [
      `${when}  erp  create_order (create#1): validation (before_send), 7 ms`,
      ...[...sent, '  < 422', '  <', '  < {"b":2}', ''],
      `${when}  erp  create_order (create#1): validation (before_send), 7 ms`,
      ...[...sent, '  < no answer', '  ! gone', ''],
    ],
  });
  expect(run(['system/erp']).said).toContain('  ! poll');
});

test('where nothing is kept it says why, and as JSON an empty list', () => {
  expect(run(['8'])).toEqual({
    status: 1,
    said: [
      '! Nothing is kept about order/8 of DEMO: calls that failed are kept, and what is older than 7 days is thrown away.',
    ],
  });
  expect(run(['8'], 'off').said[0]).toContain('transcripts.keep is "off"');
  expect(run(['8'], 'errors', true)).toEqual({ status: 1, said: ['[]'] });
});

test('a number of another plugin names no order here', () => {
  expect(() => run(['A-17'])).toThrow(UsageMistake);
});
