import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layWorkerPackage } from '../../packaging/worker-package.ts';
import { loadConfiguration } from '../../worker/src/config/load.ts';
import { openRoster } from '../../worker/src/config/roster.ts';
import { SystemFailure } from '../../worker/src/policy/system-failure.ts';
import { salesOrder } from '../../worker/src/systems/erp/conformance/orders.ts';
import { SANDBOX_WORDS } from './subjects/sandbox-erp.ts';

/** What docs/adapters.md tells an agency to do, done: written, tested, packed, installed, configured, used. */
const checkout = resolve(import.meta.dirname, '../..');
const written = join(import.meta.dirname, 'outside/quay');
const { signal } = new AbortController();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-outside-'));
  mkdirSync(join(folder, 'quay/orders'), { recursive: true });
  writeFileSync(join(folder, 'quay/changes.log'), '');
  writeFileSync(join(folder, 'quay/stock.log'), 'SKU-001 5\nSKU-002 5\n');
  install();
  configure();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs the adapter and installs the tarball beside the configuration. */
function install(): void {
  const npm = (...args: string[]) => execFileSync('npm', [...args, '--loglevel=error'], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  npm('pack', written, '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  npm('install', '--offline', '--no-audit', '--no-fund', join(folder, tarball));
}

function configure(): void {
  const orders = {
    mapping: {
      paymentMethods: { cod: { erp: 'COD', state: 'on_account' } },
      shippingMethods: { flat_rate: { erp: 'STANDARD', wms: 'STANDARD' } },
      taxCodes: { 'class:standard': 'STD' },
    },
  };
  const shop = { code: 'DEMO', url: 'https://shop.example', erp: 'quay', wms: 'wms', orders };
  for (const secret of ['key', 'hook']) writeFileSync(join(folder, secret), secret);
  const configuration = {
    stateDirectory: 'state',
    adapters: ['@agency/causeway-quay'],
    systems: {
      quay: { adapter: 'quay', folder: join(folder, 'quay'), timeoutSeconds: 5 },
      wms: { adapter: 'sandbox-wms', url: 'http://127.0.0.1:9', apiKeyFile: 'key', webhookSecretFile: 'hook' },
    },
    shops: [shop],
  };
  writeFileSync(join(folder, 'causeway.json'), JSON.stringify(configuration));
}

const formatting: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => checkout,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

function causeway(...words: string[]) {
  const program = join(checkout, 'worker/src/start.ts');
  return spawnSync(process.execPath, [program, ...words], { cwd: '/', encoding: 'utf8', timeout: 180_000 });
}

test('the tarball holds what it needs, and nothing of the worker', () => {
  const installed = join(folder, 'node_modules/@agency/causeway-quay');
  expect(readdirSync(installed).sort()).toEqual(['adapter.js', 'package.json', 'quay.js']);
  expect(existsSync(join(folder, 'node_modules/@causeway'))).toBe(false);
});

test('the worker finds it in order, and tells its options', () => {
  const file = join(folder, 'causeway.json');
  expect(causeway('check', '--config', file)).toMatchObject({ status: 0, stderr: '' });
  const { adapters, systems } = JSON.parse(causeway('systems', '--config', file, '--json').stdout);
  expect(adapters.find(({ name }: { name: string }) => name === 'quay')).toMatchObject({
    role: 'erp',
    options: expect.arrayContaining([expect.objectContaining({ name: 'folder', required: true })]),
  });
  expect(systems).toContainEqual({ name: 'quay', adapter: 'quay', role: 'erp', shops: ['DEMO'] });
});

test('an order goes through it, and what it throws is the worker’s own failure', async () => {
  const file = join(folder, 'causeway.json');
  const { systems, mistakes } = openRoster(loadConfiguration(file), () => 'secret');
  expect(mistakes).toEqual([]);
  const quay = systems.get('quay');
  const order = salesOrder(SANDBOX_WORDS, 'DEMO-1042-9f3a');
  const created = await quay?.operations.create_order?.({ order }, signal);
  expect(created).toMatchObject({ order: { number: 'Q000001', totalMinor: order.totalMinor } });
  expect(JSON.parse(readFileSync(join(folder, 'quay/orders/Q000001.json'), 'utf8'))).toMatchObject({
    external_id: 'DEMO-1042-9f3a',
    ship_to: { city: 'Hamburg' },
  });
  const unknown = salesOrder(SANDBOX_WORDS, 'DEMO-1043-9f3a', { sku: 'ANVIL' });
  const failure = await quay?.operations.create_order?.({ order: unknown }, signal).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SystemFailure);
  expect(failure).toMatchObject({ category: 'missing_reference', phase: 'before_send' });
});

test('its own tests pass: the suite of every ERP', () => {
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: written,
    encoding: 'utf8',
  });
  expect([status, /^# pass (\d+)/m.exec(stdout)?.[1], /^# fail (\d+)/m.exec(stdout)?.[1]]).toEqual([0, '33', '0']);
});

test('it fits the types of the worker’s package, and that package’s kit can be loaded', async () => {
  const worker = join(folder, 'worker');
  layWorkerPackage(checkout, '0.0.0', worker, false);
  symlinkSync(join(checkout, 'node_modules'), join(worker, 'node_modules'));
  const program = ts.createProgram(
    ['adapter.js', 'quay.js', 'quay.test.js'].map((name) => join(written, name)),
    {
      ...{ allowJs: true, checkJs: true, strict: true, noEmit: true, skipLibCheck: false },
      ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2024, types: ['node'] },
      typeRoots: [join(checkout, 'node_modules/@types')],
      paths: { '@causeway/worker/kit': [join(worker, 'lib/kit.d.ts')] },
    },
  );
  // The package's own declarations too; zod's and Node's are their own business.
  const ours = program
    .getSourceFiles()
    .filter(({ fileName }) => [written, worker].some((at) => fileName.startsWith(at)));
  const wrong = ours.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  expect(ours.length).toBeGreaterThan(30);
  expect(ts.formatDiagnostics(wrong, formatting)).toBe('');
  const { exports } = JSON.parse(readFileSync(join(worker, 'package.json'), 'utf8'));
  const kit = await import(join(worker, exports['./kit'].default));
  expect(kit.ERP_CONFORMANCE.length).toBeGreaterThan(40);
});

test('docs/adapters.md shows this very package', () => {
  const guide = readFileSync(join(checkout, 'docs/adapters.md'), 'utf8');
  for (const name of ['package.json', 'adapter.js', 'quay.js', 'quay.test.js']) {
    const [, language] = name.split(/\.(?=[^.]+$)/);
    expect(guide).toContain(`\`\`\`${language}\n${readFileSync(join(written, name), 'utf8')}\`\`\``);
  }
});
