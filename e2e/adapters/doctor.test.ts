import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestBackOffice, testBackOffice } from './sandbox.ts';

const program = resolve(import.meta.dirname, '../../worker/src/main.ts');
const SHIFT_MS = 10 * 60_000;

let folder: string;
let backOffice: TestBackOffice;
/** The ERP, with a clock that goes wrong, and a shop that nobody paired. */
let late: Server;
let shop: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-doctor-'));
  mkdirSync(join(folder, 'state'), { mode: 0o700 });
  backOffice = await testBackOffice();
  const { erpClient, erpWebhook, wmsKey, wmsWebhook } = backOffice.secrets;
  const secrets = { 'erp-client': erpClient, 'erp-webhook': erpWebhook, 'wms-key': wmsKey, 'wms-webhook': wmsWebhook };
  for (const [name, secret] of Object.entries({ ...secrets, wrong: 'not-the-secret' }))
    writeFileSync(join(folder, name), secret, { mode: 0o600 });
  late = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', headers } = request;
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const kept = { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' };
    const reply = await fetch(backOffice.erpUrl + request.url, { method, headers: kept, ...body });
    const date = new Date(Date.now() - SHIFT_MS).toUTCString();
    response.writeHead(reply.status, { 'content-type': 'application/json', date }).end(await reply.text());
  });
  shop = createServer((request, response) => {
    const body = { code: 'causeway_unauthorized', message: 'It needs a token.', data: { status: 401 } };
    request.resume().once('end', () => response.writeHead(401).end(JSON.stringify(body)));
  });
  for (const server of [late, shop]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  for (const server of [late, shop]) server.close();
  await backOffice.stop();
  rmSync(folder, { recursive: true });
});

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function configure(name: string, erp: object = {}, mapping: object = {}): string {
  const file = join(folder, `${name}.json`);
  const orders = {
    mapping: {
      paymentMethods: { cod: { erp: 'COD', state: 'on_account' } },
      shippingMethods: { flat_rate: { erp: 'STANDARD', wms: 'STANDARD' } },
      taxCodes: { 'class:standard': 'STD' },
      skus: { lantern: 'SKU-001' },
      ...mapping,
    },
  };
  const systems = {
    erp: {
      ...{ adapter: 'sandbox-erp', url: backOffice.erpUrl, clientId: 'causeway' },
      ...{ clientSecretFile: 'erp-client', webhookSecretFile: 'erp-webhook' },
      ...erp,
    },
    wms: { adapter: 'sandbox-wms', url: backOffice.wmsUrl, apiKeyFile: 'wms-key', webhookSecretFile: 'wms-webhook' },
  };
  const shops = [{ code: 'DEMO', url: urlOf(shop), erp: 'erp', wms: 'wms', orders }];
  writeFileSync(file, JSON.stringify({ stateDirectory: 'state', intake: { port: 1 }, systems, shops }));
  return file;
}

interface Told {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function causeway(...words: string[]): Promise<Told> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...words]);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.err += chunk;
    });
    child.once('close', (status) => done({ status, ...said }));
  });
}

interface Document {
  readonly result: string;
  readonly mistakes: string[];
  readonly examined: { kind: string; name: string; result: string; looks: Look[] }[];
}
interface Look {
  readonly check: string;
  readonly result: string;
  readonly detail: string;
  readonly advice: string | null;
}

async function examined(file: string, ...systems: string[]) {
  const { status, out, err } = await causeway('doctor', '--json', '--config', file, ...systems);
  expect(out, err).not.toBe('');
  const document = JSON.parse(out) as Document;
  const looks = (name: string) => document.examined.find((one) => one.name === name)?.looks ?? [];
  const look = (name: string, check: string) => looks(name).find((one) => one.check === check);
  return { status, document, looks, look };
}

describe('causeway doctor, as a process', () => {
  test('all that can be looked at is in order: systems, mapping, secrets, shop, this machine; nothing is changed', async () => {
    const { status, document, look, looks } = await examined(configure('well'));
    expect(status, JSON.stringify(document, null, 1)).toBe(0);
    expect(document.examined.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'worker worker',
      'system erp',
      'system wms',
      'shop DEMO',
    ]);
    for (const system of ['erp', 'wms'])
      for (const check of ['reachable', 'sign_in', 'clock', 'reference_data', 'secrets'])
        expect([system, look(system, check)?.result]).toEqual([system, 'ok']);
    expect(look('erp', 'skus')?.detail).toContain('only those of the mapping (1)');
    expect(look('DEMO', 'reachable')?.result).toBe('ok');
    expect(look('DEMO', 'paired')).toMatchObject({
      result: 'warning',
      advice: expect.stringContaining('causeway pair'),
    });
    expect(looks('worker').map(({ result }) => result)).toEqual(['ok', 'ok', expect.any(String), 'not_checked']);
    expect(readdirSync(join(folder, 'state')), 'it only looks').toEqual([]);
  });

  test('for people: a list with signs, and what to do under what failed', async () => {
    const { status, out } = await causeway(
      'doctor',
      '--config',
      configure('wrong', { clientSecretFile: 'wrong' }),
      'erp',
    );
    expect(status).toBe(1);
    expect(out).toMatch(/^✗ system erp \(sandbox-erp, ERP of DEMO\)\n {2}✓ reachable /);
    expect(out).toMatch(/ {2}✗ sign in .*refused.*\n +→ /);
    expect(out).toMatch(/1 failed, 0 warnings; \d not checked\.\n$/);
    expect(out).not.toContain('not-the-secret');
  });

  test('a system that is down fails, and the others are looked at all the same', async () => {
    const { status, look } = await examined(configure('down', { url: 'http://127.0.0.1:1' }), 'erp', 'wms');
    expect(status).toBe(1);
    expect(look('erp', 'reachable')).toMatchObject({ result: 'failed', advice: expect.stringContaining('address') });
    expect(look('erp', 'sign_in')?.result).toBe('not_checked');
    expect(look('wms', 'sign_in')?.result).toBe('ok');
  });

  test('clocks ten minutes apart fail; a word of the mapping that the system does not know fails by its name', async () => {
    const mapping = { paymentMethods: { stripe: { erp: 'NOPE', state: 'paid' } } };
    const { status, look } = await examined(configure('late', { url: urlOf(late) }, mapping), 'erp');
    expect(status).toBe(1);
    expect(look('erp', 'clock')).toMatchObject({ result: 'failed', advice: expect.stringContaining('NTP') });
    expect(look('erp', 'reference_data')).toMatchObject({ result: 'failed', detail: expect.stringContaining('NOPE') });
  });

  test('a secret that has ended fails though the system takes it still; a configuration with mistakes ends with 2', async () => {
    const ended = await examined(configure('ended', { secretsExpire: { clientSecretFile: '2020-01-31' } }), 'erp');
    expect(ended.status).toBe(1);
    expect(ended.looks('erp').filter(({ check, result }) => check === 'secrets' && result === 'failed')).toHaveLength(
      1,
    );
    const missing = await examined(configure('missing', { clientSecretFile: 'gone' }));
    expect(missing.status).toBe(2);
    expect(missing.document.mistakes).toEqual([expect.stringContaining('the secret file gone')]);
    expect(missing.look('wms', 'sign_in')?.result).toBe('ok');
    expect(missing.look('DEMO', 'configuration')?.result).toBe('failed');
  });

  test('a system that nobody configured is a mistake of the question', async () => {
    const { status, err } = await causeway('doctor', '--config', configure('well'), 'nope');
    expect([status, err]).toEqual([2, 'no system "nope" is configured (configured: erp, wms)\n']);
  });

  test('causeway systems lists adapters and options, and with a configuration who uses what', async () => {
    const { out } = await causeway('systems', '--json', '--config', configure('well'));
    const { adapters, systems } = JSON.parse(out);
    expect(systems).toEqual([
      { name: 'erp', adapter: 'sandbox-erp', role: 'erp', shops: ['DEMO'] },
      { name: 'wms', adapter: 'sandbox-wms', role: 'wms', shops: ['DEMO'] },
    ]);
    const erp = adapters.find(({ name }: { name: string }) => name === 'sandbox-erp');
    expect(erp.options).toContainEqual({
      name: 'clientSecretFile',
      required: true,
      about: expect.any(String),
      secretFile: true,
    });
    expect(erp.options).toContainEqual(expect.objectContaining({ name: 'timeoutSeconds', default: 20 }));
    const without = await causeway('systems');
    expect(without.status).toBe(0);
    expect(without.out).toContain('sandbox-erp (ERP): ');
    expect(without.out).not.toContain('of DEMO');
  });
});
