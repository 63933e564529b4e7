import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExchangeRequest } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Credential } from '../../shop/credential.ts';
import { examineShop, type Pairing } from './shop.ts';
import type { RunningWorker } from './worker.ts';

/** As the plugin refuses, last of all before it would take a turn (plugin/exchange/Versions.php). */
const NO_PLUGIN_FITS = {
  code: 'causeway_version',
  message:
    'Plugin and worker do not fit: the worker (version 0.1.0) needs a plugin from 0.0.0 to below 0.0.0, this one is 0.1.0. Update the older of the two.',
  data: { status: 409, plugin: '0.1.0' },
};
const NOBODY: RunningWorker = { look: { check: 'running', result: 'ok', detail: '', advice: null }, shops: {} };

let server: Server;
let url: string;
let answer: { status: number; body: unknown };
let asked: { token: string; body: unknown }[];
beforeEach(async () => {
  [answer, asked] = [{ status: 409, body: NO_PLUGIN_FITS }, []];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ token: String(request.headers['x-causeway-token']), body: JSON.parse(String(Buffer.concat(chunks))) });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

const shop = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  incarnation: 3,
  home_hash: 'a'.repeat(64),
  environment: 'production',
};
const pairing = (change: Partial<Credential> = {}): Pairing => {
  return { credential: { url, token: 't'.repeat(43), shop, ackNumber: 7, goLiveAt: null, ...change } };
};
async function told(given: Pairing = pairing(), worker = NOBODY) {
  const looks = await examineShop({ code: 'DEMO', url }, given, worker, AbortSignal.timeout(5000));
  return Object.fromEntries(looks.map(({ check, result, detail }) => [check, [result, detail]]));
}
const refuses = (code: string, message = 'No.') => {
  answer = { status: 409, body: { code, message, data: { status: 409 } } };
};

test('knocks with a request that no plugin fits, under its own token, and takes nothing from the shop', async () => {
  expect(await told()).toMatchObject({
    reachable: ['ok', expect.stringContaining(url)],
    plugin: ['ok', 'version 0.1.0 fits'],
    paired: ['ok', 'not live: nothing is sent yet'],
    clock: ['ok', expect.anything()],
    lease: ['not_checked', expect.anything()],
  });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.token).toBe('t'.repeat(43));
  expect(ExchangeRequest.parse(asked[0]?.body)).toMatchObject({
    worker: { plugin: { min: '0.0.0', below: '0.0.0' } },
    lease: { epoch: 0, release: false },
    ack: { rows: [] },
    effects: [],
    ask: { rows: 0, looks: [], open_after: null },
    shop,
  });
});

test('another reason of the versions than the one that was asked for is a failure in its own words', async () => {
  const message = 'Plugin and worker do not fit: the plugin (version 0.1.0) needs a worker from 0.2.0 to below 0.3.0';
  answer.body = { ...NO_PLUGIN_FITS, message };
  expect((await told()).plugin).toEqual(['failed', message]);
  answer.body = { ...NO_PLUGIN_FITS, data: { status: 409, plugin: '0.9.0' } };
  expect((await told()).plugin).toEqual(['failed', expect.stringMatching(/^version 0\.9\.0; this worker/)]);
});

test.each(['causeway_unauthorized', 'causeway_not_paired', 'causeway_copy'])(
  '%s: the pairing has failed',
  async (code) => {
    refuses(code, 'In its own words.');
    expect(await told()).toMatchObject({
      reachable: ['ok', expect.anything()],
      paired: ['failed', 'In its own words.'],
      plugin: ['not_checked', expect.anything()],
    });
  },
);

test('before it is paired, a shop that answers for want of a token has the plugin', async () => {
  refuses('causeway_unauthorized');
  expect(await told({ problem: 'none' })).toMatchObject({
    reachable: ['ok', expect.anything()],
    plugin: ['not_checked', 'told to a paired worker only'],
    paired: ['warning', 'not paired yet'],
  });
  expect(asked[0]?.token).toBe('');
});

test('a credential that another user keeps is no mistake of the shop', async () => {
  refuses('causeway_unauthorized');
  expect((await told({ problem: 'forbidden' })).paired?.[0]).toBe('not_checked');
  expect((await told({ problem: 'unreadable' })).paired?.[0]).toBe('failed');
});

test('a pairing with another address than the configured one is said', async () => {
  const other = { code: 'DEMO', url: 'https://shop.example.com' };
  const looks = await examineShop(other, pairing(), NOBODY, AbortSignal.timeout(5000));
  expect(looks.find(({ check }) => check === 'paired')).toMatchObject({ result: 'warning' });
});

test('an address without the plugin, one that takes the request for good, and one that is down have failed', async () => {
  answer = { status: 404, body: { code: 'rest_no_route' } };
  expect((await told()).reachable).toEqual(['failed', expect.stringContaining('no Causeway plugin')]);
  answer = { status: 200, body: {} };
  expect((await told()).reachable).toEqual(['failed', 'the shop answered 200 where it had to refuse']);
  expect((await told(pairing({ url: await nobodysAddress() }))).reachable).toEqual([
    'failed',
    expect.stringContaining("can't be reached"),
  ]);
});

async function nobodysAddress(): Promise<string> {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test('who has the lease, says the worker that runs here', async () => {
  const says = (state: string, problem: string | null = null) => ({
    ...NOBODY,
    shops: { DEMO: { state, problem, leaseLeftMs: 170_400 } },
  });
  expect((await told(pairing(), says('serving'))).lease).toEqual(['ok', "this worker's, for 170 s more"]);
  expect((await told(pairing(), says('taken', 'Another worker holds the lease.'))).lease).toEqual([
    'failed',
    'the worker here says "taken": Another worker holds the lease.',
  ]);
  expect((await told(pairing(), says('recovering'))).lease?.[0]).toBe('warning');
  expect((await told(pairing(), says('asking'))).lease?.[0]).toBe('not_checked');
});
