import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BackOffice, startBackOffice } from '../demo/back-office.ts';

/** A sandbox back office of its own, for tests of adapters. */
export interface TestBackOffice extends BackOffice {
  /** Plays a fault; see e2e/sandbox/README.md, "Faults". */
  fault(system: 'erp' | 'wms', fault: object): Promise<void>;
  heal(): Promise<void>;
  setting(system: 'erp' | 'wms', settings: object): Promise<void>;
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
  const control = async (system: 'erp' | 'wms', method: string, path: string, body?: object) => {
    const base = system === 'erp' ? backOffice.erpControlUrl : backOffice.wmsControlUrl;
    const response = await fetch(`${base}/_control/${path}`, {
      method,
      headers: { authorization: `Bearer ${backOffice.secrets.control}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
  };
  return {
    ...backOffice,
    fault: (system, fault) => control(system, 'POST', 'faults', fault),
    heal: async () => {
      for (const system of ['erp', 'wms'] as const) await control(system, 'DELETE', 'faults');
    },
    setting: (system, settings) => control(system, 'PATCH', 'settings', settings),
    stop: async () => {
      await backOffice.running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
