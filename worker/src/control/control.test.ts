import { once } from 'node:events';
import { chmodSync, linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answersAt, askWorker, ControlRefused } from './client.ts';
import type { ControlAnswer, ControlRequest } from './protocol.ts';
import { type Answers, ControlInUse, ControlServer, ControlUnavailable } from './server.ts';

let folder: string;
let path: string;
const servers: ControlServer[] = [];
const failures: unknown[] = [];
const QUESTION: ControlRequest = { ask: 'why', shop: 'DEMO', order: '1042' };
const ANSWER: ControlAnswer = {
  said: 'why',
  why: { found: false, told_by: 'worker', now: 1, shop: 'DEMO', reason: 'The shop has no order 1042.', since: null },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-control-'));
  path = join(folder, 'control.sock');
  failures.length = 0;
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true });
});

async function worker(answer: Answers = async () => ANSWER): Promise<ControlServer> {
  const server = new ControlServer(answer, (error) => failures.push(error));
  await server.listen(path);
  servers.push(server);
  return server;
}

/** What the worker says to bytes that are no client's. */
async function say(text: string): Promise<string> {
  const socket = connect(path).setEncoding('utf8');
  socket.end(text);
  let heard = '';
  for await (const chunk of socket) heard += chunk;
  return heard;
}

test('one question in, one answer out; without a worker there is none', async () => {
  expect(await askWorker(path, QUESTION)).toBeNull();
  const asked: ControlRequest[] = [];
  await worker(async (request) => {
    asked.push(request);
    return ANSWER;
  });
  expect(await askWorker(path, QUESTION)).toEqual(ANSWER);
  expect(asked).toEqual([QUESTION]);
});

test("only the worker's user may ask, whatever the umask was", async () => {
  const before = process.umask(0);
  await worker().finally(() => process.umask(before));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("another worker's socket is left alone; what a killed one left is replaced", async () => {
  const first = await worker();
  await expect(worker()).rejects.toThrow(ControlInUse);
  expect(await askWorker(path, QUESTION)).toEqual(ANSWER);
  await first.close();
  expect(await answersAt(path)).toBe(false);
  await leftBehind();
  expect(statSync(path).isSocket()).toBe(true);
  await worker();
  expect(await askWorker(path, QUESTION)).toEqual(ANSWER);
});

/** A socket file that nobody listens on, as `kill -9` leaves it. */
async function leftBehind(): Promise<void> {
  const other = createServer().listen(join(folder, 'other.sock'));
  await once(other, 'listening');
  linkSync(join(folder, 'other.sock'), path);
  other.close();
  await once(other, 'close');
}

test('a file that is no socket is not touched, and the worker can work without a door', async () => {
  writeFileSync(path, 'mine');
  await expect(worker()).rejects.toThrow(ControlUnavailable);
  path = join(folder, 'x'.repeat(120));
  await expect(worker()).rejects.toThrow(/its path is too long/);
  expect(await askWorker(path, QUESTION)).toBeNull();
});

test.each(['nonsense\n', '{"ask":"why"}\n', '{"ask":"stop"}\n', `${'x'.repeat(20_000)}`])(
  'what is no question (%#) gets a plain no, and the worker answers on',
  async (text) => {
    await worker();
    expect(JSON.parse(await say(text))).toMatchObject({ said: 'no' });
    expect(await askWorker(path, QUESTION)).toEqual(ANSWER);
  },
);

test('a failure is the log’s to tell; the asker hears that it failed', async () => {
  await worker(() => Promise.reject(new Error('secret')));
  const refused = askWorker(path, QUESTION);
  await expect(refused).rejects.toThrow(ControlRefused);
  await expect(refused).rejects.not.toThrow(/secret/);
  expect(failures).toEqual([new Error('secret')]);
});

test('closing ends who still waits', async () => {
  const heard = Promise.withResolvers<void>();
  const server = await worker(() => {
    heard.resolve();
    return new Promise(() => undefined);
  });
  const refused = expect(askWorker(path, QUESTION)).rejects.toThrow();
  await heard.promise;
  await server.close();
  await refused;
  expect(await answersAt(path)).toBe(false);
});

test('who may not open the socket hears that, not "no worker"', async () => {
  await worker();
  const root = process.geteuid?.() === 0;
  if (root) chmodSync(folder, 0o755);
  else chmodSync(path, 0);
  const someoneElse = 65_534; // root may open everything
  if (root) process.seteuid?.(someoneElse);
  const asked = expect(askWorker(path, QUESTION)).rejects.toThrow(/EACCES/);
  if (root) process.seteuid?.(0);
  await asked;
});

test('the worker says how far it is before it answers, and hears that nobody waits any more', async () => {
  let left = false;
  await worker(async (_, { tell, gone }) => {
    gone.addEventListener('abort', () => {
      left = true;
    });
    tell('1 of 2');
    tell('2 of 2');
    return ANSWER;
  });
  const heard: string[] = [];
  expect(await askWorker(path, QUESTION, (text) => heard.push(text))).toEqual(ANSWER);
  expect(heard).toEqual(['1 of 2', '2 of 2']);
  await vi.waitFor(() => expect(left).toBe(true), { timeout: 60_000 });
});

test('a worker that goes away before it answered is told as one that did not answer', async () => {
  const server = await worker(async (_, { tell }) => {
    tell('1 of 2');
    void server.close();
    return new Promise(() => undefined);
  });
  await expect(askWorker(path, QUESTION)).rejects.toThrow(ControlRefused);
});
