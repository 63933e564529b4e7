import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Dispatch, OutboundCall } from '../engine/engine.ts';
import type { OutsideSystem } from '../systems/system.ts';
import { openDispatch } from './dispatch.ts';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

test('a call that ended is let go: nothing of it stays in memory, or at the signal it came with', async () => {
  const signals: WeakRef<AbortSignal>[] = [];
  const erp: OutsideSystem = {
    name: 'erp',
    role: 'erp',
    operations: {
      find_orders: async (_, cut) => {
        // As fetch and every adapter may do.
        cut.addEventListener('abort', () => undefined);
        signals.push(new WeakRef(cut));
        return null;
      },
    },
    acting: new Set(),
    timeoutMs: 60_000,
    callsAtOnce: 2,
    pollEverySeconds: 60,
    changedSince: async () => ({ externalIds: [], cursor: '' }),
    receive: () => ({ id: '', externalIds: [] }),
    adapter: 'test-erp',
    examine: async () => [],
    upkeep: null,
  };
  const ports = {
    system: () => erp,
    veto: () => null,
    leaseLeftMs: () => 180_000,
    now: () => 1000,
    overhear: (_call: OutboundCall, _system: string, work: () => ReturnType<Dispatch>) => work(),
    observe: () => undefined,
  };
  const dispatch = openDispatch(ports);
  const worker = new AbortController();
  const call = { key: 'find_orders#1', role: 'erp', operation: 'find_orders', request: {} };
  for (let n = 0; n < 50; n += 1)
    await dispatch({ id: `${n}`, shop: 'DEMO', subject: 'order/1', call, firstAttempt: true }, worker.signal);

  expect(getEventListeners(worker.signal, 'abort')).toEqual([]);
  await turn();
  gc();
  // The newest may still be on the stack of its promise.
  expect(signals.filter((signal) => signal.deref() !== undefined).length).toBeLessThan(5);
});
