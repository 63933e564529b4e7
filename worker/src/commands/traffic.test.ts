import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { trafficAsk } from '../control/asks/traffic.ts';
import { SOCKET } from '../control/protocol.ts';
import { ControlServer } from '../control/server.ts';
import { pauseFile } from '../dispatch/pause-file.ts';
import { Pauses } from '../dispatch/pauses.ts';
import { UsageMistake } from './command.ts';
import { type Act, traffic } from './traffic.ts';

let folder: string;
let server: ControlServer | null = null;
let out: string[];
let err: string[];
let audited: unknown[][];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-traffic-'));
  [out, err, audited] = [[], [], []];
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

function run(act: Act, words: string[] = [], options: Record<string, string> = {}, json = false) {
  const shops = [{ code: 'DEMO' }, { code: 'ALT' }];
  const configuration = { stateDirectory: folder, systems: { erp: {}, wms: {} }, shops };
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const call = { words, json, options, file: null, environment: {}, terminal };
  return traffic(act, configuration as unknown as LoadedConfiguration, call);
}

const onDisk = () => pauseFile(folder).read();

/** A worker that runs, with so many calls out, one fewer at each look. */
async function workerRuns(calls: number): Promise<{ pauses: Pauses; woken: () => number }> {
  const pauses = new Pauses(pauseFile(folder));
  let left = calls;
  let woken = 0;
  const wake = async () => {
    woken += 1;
  };
  const log = { info: () => undefined };
  const told = async (...what: unknown[]) => {
    audited.push(what);
  };
  const ask = trafficAsk({ pauses, wayOut: { out: () => Math.max(0, left--) }, wake, log, now: () => 1, told });
  server = new ControlServer(
    async (request, asker) =>
      request.ask === 'traffic' ? ask(request, asker) : { said: 'no', problem: 'not asked here' },
    () => undefined,
  );
  await server.listen(join(folder, SOCKET));
  return { pauses, woken: () => woken };
}

test('a pause is told to the worker that runs, is durable when it is answered, and resume takes it off', async () => {
  const { pauses, woken } = await workerRuns(0);
  expect(await run('pause', ['erp'], { shop: 'alt', reason: 'new prices' })).toBe(0);
  expect(pauses.of('erp', 'ALT')).toMatchObject({ reason: 'new prices' });
  expect(onDisk()).toHaveLength(1);
  expect(out).toEqual([expect.stringMatching(/^Paused since .*: calls to erp for ALT \(new prices\)$/)]);
  await run('resume', ['erp']);
  expect(onDisk()).toHaveLength(1);
  await run('resume');
  expect(onDisk()).toEqual([]);
  expect(out.at(-1)).toBe('Nothing is paused.');
  expect(woken()).toBe(3);
  expect(audited).toEqual([
    ['pause', { system: 'erp', shop: 'ALT' }, 'new prices'],
    ['resume', { system: 'erp', shop: null }, ''],
    ['resume', { system: null, shop: null }, ''],
  ]);
});

test('drain pauses, says how many calls are out, and ends when none is', async () => {
  const { pauses } = await workerRuns(2);
  await run('drain');
  expect(err).toEqual(['2 calls are out.', '1 call is out.', 'No call is out.']);
  expect(pauses.of('wms', null)).not.toBeNull();
});

test('where no worker runs, the next one begins with it', async () => {
  await run('pause', ['wms'], {}, true);
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ running: false, pauses: [{ system: 'wms', shop: null }] });
  await workerRuns(0).then(({ pauses }) => expect(pauses.of('wms', 'DEMO')).not.toBeNull());
});

test('a system or a shop that is not configured is a slip, and pauses nothing', async () => {
  await expect(run('pause', ['rep'])).rejects.toThrow(UsageMistake);
  await expect(run('pause', [], { shop: 'OTHER' })).rejects.toThrow('configured: DEMO, ALT');
  expect(onDisk()).toEqual([]);
});
