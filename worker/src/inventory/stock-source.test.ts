import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ledgerAt } from './open.ts';
import { StockSource } from './stock-source.ts';

function source(more: { read?: () => Promise<void>; heed?: () => boolean; sleep?: () => Promise<void> }) {
  const did: string[] = [];
  const running = new StockSource({
    source: 'erp',
    pollEverySeconds: 3600,
    reader: {
      faults: [],
      read: async () => {
        did.push('read');
        await more.read?.();
      },
    } as never,
    standings: { heed: more.heed ?? (() => false), tell: async () => void did.push('tell') } as never,
    publisher: { publish: async () => void did.push('publish') } as never,
    now: () => 0,
    sleep: more.sleep,
    log: { warn: (_: unknown, text: string) => void did.push(text) } as never,
  });
  return { did, running };
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000 });
const reads = (did: readonly string[]) => did.filter((word) => word === 'read').length;

test('a source is read when it is due, when it is told that stock changed, and when a person has spoken', async () => {
  let spoken = false;
  const { did, running } = source({ heed: () => spoken });
  running.start();
  await until(() => expect(did).toEqual(['read', 'tell', 'publish']));
  running.wake();
  await until(() => expect(reads(did)).toBe(2));
  spoken = true;
  await until(() => expect(reads(did)).toBeGreaterThan(2));
  await running.stop();
});

test('one that can not be read is said once; what waits is told all the same', async () => {
  const failing = async () => {
    throw new Error('down');
  };
  const { did, running } = source({ read: failing });
  running.start();
  await until(() => expect(did).toContain('publish'));
  running.wake();
  await until(() => expect(reads(did)).toBe(2));
  await running.stop();
  expect(did.filter((word) => word === 'stock could not be read or told')).toHaveLength(1);
});

test('where the ledger fails, being asked leads to no turn without a pause', async () => {
  const steps: string[] = [];
  const { did, running } = source({
    heed: () => {
      steps.push('fails');
      if (steps.length < 20) throw new Error('disk I/O error');
      return false;
    },
    sleep: () => {
      steps.push('pauses');
      return new Promise((resolve) => setImmediate(resolve));
    },
  });
  running.start();
  running.wake();
  await until(() => expect(reads(did)).toBeGreaterThan(0));
  await running.stop();
  expect(steps.slice(0, 6)).toEqual(['fails', 'pauses', 'fails', 'pauses', 'fails', 'pauses']);
});

test('a ledger that is broken is put aside', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ledger-'));
  const said: string[] = [];
  writeFileSync(join(dir, 'inventory.sqlite'), 'no database at all, but long enough to look like one'.repeat(50));
  const ledger = ledgerAt(
    join(dir, 'inventory.sqlite'),
    { error: (_: unknown, text: string) => said.push(text) } as never,
    7,
  );
  expect(ledger.source('erp').cursor).toBeNull();
  ledger.close();
  expect(readdirSync(dir)).toContain('inventory.sqlite.broken-7');
  expect(said).toHaveLength(1);
  rmSync(dir, { recursive: true });
});
