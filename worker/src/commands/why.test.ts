import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { ControlServer } from '../control/server.ts';
import { lockFile } from '../engine/embedded/file-lock.ts';
import { theSettings } from '../flows/order/rehearsal/snapshot.ts';
import { UsageMistake } from './command.ts';
import { why } from './why.ts';

let folder: string;
let server: ControlServer | null = null;
const asked: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-why-'));
  asked.length = 0;
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

/** A configuration of these shops; `broken` has mistakes in its part. */
function configured(codes: readonly string[], broken: readonly string[] = []): LoadedConfiguration {
  const shops = codes.map((code) => ({
    code,
    url: `https://${code}.example`,
    erp: 'erp',
    wms: 'wms',
    orders: theSettings(),
  }));
  const leftOut = broken.map((shop) => ({ shop, urls: [], mistakes: ['shops.1.erp: no system'] }));
  return { stateDirectory: folder, shops, leftOut } as unknown as LoadedConfiguration;
}

async function workerRuns(): Promise<void> {
  server = new ControlServer(
    async (request) => {
      if (request.ask !== 'why') return { said: 'no', problem: 'only why is asked here' };
      const { shop, order } = request;
      asked.push(`${shop} ${order}`);
      return {
        said: 'why',
        why: { found: false, told_by: 'worker', now: 1, shop, reason: 'No such order.', since: null },
      };
    },
    () => undefined,
  );
  await server.listen(join(folder, 'control.sock'));
}

async function run(configuration: LoadedConfiguration, words: string[], json = false) {
  const said = { out: [] as string[], err: [] as string[] };
  const terminal = { out: (line: string) => said.out.push(line), err: (line: string) => said.err.push(line) };
  return { status: await why(configuration, words, json, terminal), ...said };
}

test('one shop needs no code; with several an external id carries it, and else it is given', async () => {
  await workerRuns();
  await run(configured(['DEMO']), ['1042']);
  await run(configured(['DEMO', 'SHOP2']), ['SHOP2-7-9f3a']);
  await run(configured(['DEMO', 'SHOP2']), ['shop2', '7']);
  expect(asked).toEqual(['DEMO 1042', 'SHOP2 SHOP2-7-9f3a', 'SHOP2 7']);
});

test('with several shops a bare number asks kindly which one is meant', async () => {
  const two = configured(['DEMO'], ['SHOP2', 'shops.2']);
  await expect(run(two, ['1042'])).rejects.toThrow(
    new UsageMistake("Which shop's order 1042? Say its code too: causeway why DEMO 1042 (DEMO, SHOP2)"),
  );
  await expect(run(two, ['NOPE', '1042'])).rejects.toThrow(/no shop "NOPE" is configured \(configured: DEMO, SHOP2\)/);
  await expect(run(two, [])).rejects.toThrow(UsageMistake);
});

test('what is not known goes to standard error with status 1, as JSON to standard output', async () => {
  await workerRuns();
  expect(await run(configured(['DEMO']), ['99'])).toEqual({ status: 1, out: [], err: ['No such order.'] });
  const { status, out } = await run(configured(['DEMO']), ['99'], true);
  expect([status, JSON.parse(out.join('\n'))]).toMatchObject([1, { found: false, reason: 'No such order.' }]);
});

test('a worker that has the file and no control socket is said to be there', async () => {
  const unlock = lockFile(join(folder, 'engine.sqlite'));
  writeFileSync(join(folder, 'engine.sqlite'), '');
  await expect(run(configured(['DEMO']), ['1042'])).rejects.toThrow(
    /^A worker runs, but does not answer on .*control\.sock/,
  );
  unlock();
});

test('without a worker and without a file, and of a shop whose configuration is broken, it says so', async () => {
  expect((await run(configured(['DEMO']), ['1042'])).err.join()).toMatch(/^No worker runs, and none has run here yet/);
  expect((await run(configured(['DEMO'], ['SHOP2']), ['SHOP2', '1'])).err.join()).toMatch(
    /configuration of shop SHOP2 has mistakes/,
  );
});
