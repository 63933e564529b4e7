import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandResult, tryCommand } from '../stage/command.ts';
import { freePort, isFree } from '../stage/serving/ports.ts';
import { findStore } from '../stage/source/store.ts';
import { all } from '../suite/longer.ts';

const checkout = resolve(import.meta.dirname, '../..');
const lacks = await findStore('woocommerce', undefined, () => {}).then(
  () => null,
  (error: Error) => `no WooCommerce: ${error.message}`,
);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function demo(...options: string[]): Promise<CommandResult> {
  return tryCommand(join(checkout, 'bin/demo'), options, { timeoutMs: 540_000 });
}

function lastLine({ stdout }: { readonly stdout: string }): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

/** Nothing of the demo listens or runs any more. */
async function expectQuiet(): Promise<void> {
  const { ports } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as { ports: Record<string, number> };
  const { port } = JSON.parse(readFileSync(join(folder, 'shop/shop.json'), 'utf8')) as { port: number };
  for (const each of [...Object.values(ports), port]) expect(await isFree(each), `port ${each}`).toBe(true);
  expect(execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })).not.toContain(folder);
}

describe('--check', () => {
  test('brings every order of real WooCommerce through, and says so in JSON', async (context) => {
    if (lacks !== null) context.skip(lacks);
    const ended = await demo('--check', '--orders', '3', '--require-woocommerce', '--dir', folder);
    expect(ended.code, ended.stderr).toBe(0);
    expect(lastLine(ended)).toEqual({
      store: expect.stringMatching(/^woocommerce \d+\.\d+/),
      orders: 3,
      accepted: 3,
      released: 3,
      shipped: 3,
      completed: 3,
      exceptions: 0,
      erp_duplicates: 0,
      order_to_erp_ms: { p50: expect.any(Number), p99: expect.any(Number) },
    });
    await expectQuiet();
  });

  // Where WooCommerce is, the tests below have the store double too.
  if (all || lacks !== null)
    test('does the same with the store double, twice in the same folder', async () => {
      for (const _time of ['first', 'second']) {
        const ended = await demo('--check', '--orders', '2', '--store-double', '--dir', folder);
        expect(ended.code, ended.stderr).toBe(0);
        expect(lastLine(ended)).toMatchObject({ store: 'store double', orders: 2, accepted: 2, completed: 2 });
      }
      await expectQuiet();
    });

  test('fails and counts no accepted order when the ERP refuses everything', async () => {
    const ended = await demo('--check', '--orders', '2', '--store-double', '--erp-refuses', '--dir', folder);
    expect(ended.code).toBe(1);
    const { exceptions, ...count } = lastLine(ended);
    expect(count).toMatchObject({ orders: 2, accepted: 0, released: 0, shipped: 0, completed: 0 });
    expect(exceptions).toBeGreaterThanOrEqual(1);
    expect(ended.stdout).toContain('not in the ERP');
    await expectQuiet();
  });
});

test.for([
  [['--orders', 'many'], '--orders is a whole number from 1 to 5000, not "many"'],
  [['--orders', '0'], '--orders is a whole number from 1 to 5000, not "0"'],
  [['--wms', 'tryton'], '--wms tryton ships what Tryton sold: say --erp tryton too'],
  [['--erp', 'sap'], '--erp is sandbox or tryton'],
  [['--scenario', 'cancel'], 'there is no scenario "cancel": it is all, variants, or one of promotion-spike, '],
  [['--database', 'oracle'], '--database is sqlite or mariadb'],
  [['--require-woocommerce', '--store-double'], '--require-woocommerce or --store-double, not both'],
  [['--ordres', '3'], "Unknown option '--ordres'"],
] as const)('exits 2 and says why: %j', async ([options, said]) => {
  const ended = await demo(...options, '--dir', folder);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(`${said}`);
  expect(ended.stderr.trimEnd().split('\n').at(-1)).toBe('bin/demo --help lists the options.');
});

test('--help lists the options and starts nothing', async () => {
  const ended = await demo('--help');
  expect(ended.code).toBe(0);
  for (const option of ['--check', '--orders', '--port', '--woocommerce', '--require-woocommerce', '--reset'])
    expect(ended.stdout).toContain(option);
});

if (all)
  test('without --check it stays until Ctrl-C, and a second start goes on with the same shop', async () => {
    const options = ['--orders', '1', '--store-double', '--port', String(await freePort()), '--dir', folder];
    const first = await untilInvited(options);
    expect(await interrupt(first.child)).toBe(0);
    expect(first.said()).toContain('pairing shop and worker');
    expect(lastLine({ stdout: first.stdout() })).toMatchObject({ orders: 1, completed: 1 });
    await expectQuiet();
    const addresses = readFileSync(join(folder, 'demo.json'), 'utf8');
    const elsewhere = await demo('--erp', 'tryton', '--store-double', '--dir', folder);
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.stderr).toContain('--reset begins anew');

    const second = await untilInvited(options);
    expect(await interrupt(second.child)).toBe(0);
    expect(second.said()).not.toMatch(/laying|pairing/);
    expect(lastLine({ stdout: second.stdout() })).toMatchObject({ orders: 2, completed: 2 });
    expect(readFileSync(join(folder, 'demo.json'), 'utf8')).toBe(addresses);
    await expectQuiet();
  });

interface Started {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  /** Progress, on standard error. */
  readonly said: () => string;
}

async function untilInvited(options: readonly string[]): Promise<Started> {
  const child = spawn(join(checkout, 'bin/demo'), options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  await new Promise<void>((invited, failed) => {
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      if (stdout.includes('Ctrl-C stops everything')) invited();
    });
    child.once('exit', (code) => failed(new Error(`bin/demo ended with ${code}: ${said}`)));
  });
  return { child, stdout: () => stdout, said: () => said };
}

async function interrupt(child: ChildProcess): Promise<number | null> {
  const ended = once(child, 'close');
  child.kill('SIGINT');
  const [code] = await ended;
  return code as number | null;
}
