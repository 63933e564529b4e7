import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlServer } from '../../control/server.ts';
import { askRunning, examineNode, examineState } from './worker.ts';

let folder: string;
let control: ControlServer | null = null;
let intake: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-doctor-'));
});
afterEach(async () => {
  await control?.close();
  intake?.close();
  [control, intake] = [null, null];
  rmSync(folder, { recursive: true });
});

test.each([
  ['22.18.0', 'ok'],
  ['22.17.9', 'failed'],
  ['20.20.2', 'failed'],
  ['24.0.0', 'ok'],
])('Node %s is %s', (version, result) => {
  expect(examineNode(version).result).toBe(result);
});

test('a state directory is looked at and never made', () => {
  const missing = join(folder, 'not/yet');
  expect(examineState(missing)).toMatchObject([
    { check: 'state_directory', result: 'not_checked' },
    { check: 'free_space', detail: expect.stringMatching(/^\d+ MB free$/) },
  ]);
  expect(existsSync(missing)).toBe(false);
  expect(examineState(folder)[0]).toMatchObject({ result: 'ok' });
  chmodSync(folder, 0o755);
  expect(examineState(folder)[0]).toMatchObject({ result: 'warning', advice: `chmod 700 ${folder}` });
});

async function workerRuns(): Promise<void> {
  control = new ControlServer(
    async () => {
      throw new Error('doctor asks it nothing');
    },
    () => undefined,
  );
  await control.listen(join(folder, 'control.sock'));
}

async function healthSays(body: object): Promise<number> {
  const server = createServer((_, response) => response.end(JSON.stringify(body)));
  intake = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('a worker that runs says how it is and how it stands with its shops', async () => {
  const demo = { state: 'serving', problem: null, leaseLeftMs: 170_000 };
  const port = await healthSays({ healthy: true, problem: null, shops: { DEMO: demo } });
  const at = { host: '0.0.0.0', port };
  expect(await askRunning(folder, at), 'whose health is it?').toMatchObject({
    look: { result: 'not_checked' },
    shops: {},
  });
  await workerRuns();
  expect(await askRunning(folder, at)).toMatchObject({ look: { result: 'ok' }, shops: { DEMO: demo } });
});

test('one that does not get on has failed, and one whose health can not be read is a warning', async () => {
  await workerRuns();
  const port = await healthSays({ healthy: false, problem: 'the engine cannot commit', shops: {} });
  expect((await askRunning(folder, { host: '127.0.0.1', port })).look).toMatchObject({
    result: 'failed',
    detail: expect.stringContaining('the engine cannot commit'),
  });
  intake?.close();
  const { look } = await askRunning(folder, { host: '127.0.0.1', port: await healthSays({ hello: 'world' }) });
  expect(look.result).toBe('warning');
});
