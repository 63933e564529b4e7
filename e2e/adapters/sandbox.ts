import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BackOffice, startBackOffice } from '../demo/back-office.ts';

/** A sandbox back office of its own, for tests of adapters. */
export interface TestBackOffice extends BackOffice {
  stop(): Promise<void>;
}

export async function testBackOffice(): Promise<TestBackOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-sandbox-'));
  const checkout = resolve(import.meta.dirname, '../..');
  const backOffice = await startBackOffice({
    folder,
    checkout,
    intakeUrl: 'http://127.0.0.1:9',
    erpFaults: [],
    log: join(folder, 'sandbox.log'),
  });
  return {
    ...backOffice,
    stop: async () => {
      await backOffice.running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
