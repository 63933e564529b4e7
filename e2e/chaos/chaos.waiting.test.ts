import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkout } from '../promises/ground.ts';
import { tryCommand } from '../stage/command.ts';
import { findProgram } from '../stage/php/find.ts';

const ORDERS = 30;
const KILLS = 6;
const seed = process.env.CAUSEWAY_SEED ?? String(Date.now() % 1_000_000);

const folder = mkdtempSync(join(tmpdir(), 'causeway-chaos-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('killed processes lose, double and hold up nothing', async ({ skip }) => {
  skip(!findProgram('mariadbd', 'mysqld'), 'no MariaDB on this machine');
  console.info(`CAUSEWAY_SEED=${seed} replays these blows`);
  const double = process.env.CAUSEWAY_TEST_STORE === 'double' ? ['--store-double'] : [];
  const { code, stdout, stderr } = await tryCommand(
    process.execPath,
    [
      ...[join(checkout, 'e2e/chaos/main.ts'), '--kills', String(KILLS), '--orders', String(ORDERS)],
      ...['--seed', seed, '--patience', '200', '--dir', join(folder, 'run'), ...double],
    ],
    { timeoutMs: 580_000 },
  );
  const said = `${stderr}\n${stdout}`;
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  expect(last, said).toMatch(/^\{"orders":/);
  const counted = JSON.parse(last) as { blows: Record<string, number> };
  expect(counted, said).toMatchObject({ orders: ORDERS, erp_orders: ORDERS, cancelled: 2 });
  expect(counted, said).toMatchObject({ duplicates: 0, lost: 0, stuck: 0 });
  const fallen = Object.values(counted.blows).reduce((sum, count) => sum + count, 0);
  expect(fallen, 'what fell; only a lost answer may find none').toBeGreaterThanOrEqual(KILLS - 1);
  expect(code, said).toBe(0);
});
