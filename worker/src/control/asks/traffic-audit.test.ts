import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/engine.ts';
import { trafficAudit } from './traffic-audit.ts';

const shop = (erp: string, wms: string, isPaired = true) => ({ isPaired, configuration: { erp, wms } });
const shops = new Map([
  ['DEMO', shop('erp', 'wms')],
  ['ALT', shop('erp', 'erp')],
  ['NEW', shop('erp', 'wms', false)],
]);

/** Whom the operator's word reaches, as `SHOP/subject`. */
async function reached(system: string | null, of: string | null): Promise<string[]> {
  const told: EngineEvent[] = [];
  const submit = async (events: readonly EngineEvent[]) => void told.push(...events);
  await trafficAudit({ engine: { submit }, shops, log: { warn: () => undefined } })(
    'pause',
    { system, shop: of },
    'new prices',
  );
  for (const { event } of told) expect(event).toEqual({ type: 'operated', act: 'pause', reason: 'new prices' });
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  return told.map(({ shop: code, subject }) => `${code}/${subject}`);
}

test('a pause reaches the audit of every shop that it is about, once for each of its systems, and of no other', async () => {
  expect(await reached(null, null)).toEqual(['DEMO/system/erp', 'DEMO/system/wms', 'ALT/system/erp']);
  expect(await reached('wms', null)).toEqual(['DEMO/system/wms']);
  expect(await reached('erp', 'ALT')).toEqual(['ALT/system/erp']);
  expect(await reached('wms', 'ALT')).toEqual([]);
});

test('an engine that takes nothing is said, and undoes no pause', async () => {
  const said: unknown[] = [];
  const engine = { submit: () => Promise.reject(new Error('the disk is full')) };
  const told = trafficAudit({ engine, shops, log: { warn: (what: unknown) => void said.push(what) } as never });
  await expect(told('drain', { system: null, shop: null }, '')).resolves.toBeUndefined();
  expect(said).toEqual([{ act: 'drain', error: 'Error: the disk is full' }]);
});
