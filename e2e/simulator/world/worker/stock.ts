import { Registry } from 'prom-client';
import type { Engine } from '../../../../worker/src/engine/engine.ts';
import type { AvailabilitySettings } from '../../../../worker/src/flows/availability/settings.ts';
import { type Inventory, openInventory } from '../../../../worker/src/inventory/open.ts';
import type { Operation, OutsideSystem } from '../../../../worker/src/systems/system.ts';
import type { Logger } from '../../../../worker/src/telemetry/log.ts';
import type { LedgerWatch } from './ledger-disk.ts';
import type { Life } from './life.ts';

/** The real one looks every second; here nobody waits that long for the answer. */
const TURN_MS = 15_000;

export interface StockGround {
  readonly life: Life;
  readonly engine: Engine;
  readonly shops: readonly string[];
  readonly systems: Readonly<Record<'erp' | 'wms', OutsideSystem>>;
  readonly settings: AvailabilitySettings;
  readonly watch: LedgerWatch;
  readonly log: Logger;
}

/** The worker's real inventory, on the machine's ledger, in one life of a process. */
export function openStock({ life, engine, shops, systems, settings, watch, log }: StockGround): Inventory {
  const asked = Object.entries(systems).map(([name, system]) => {
    const { inventory } = system.operations;
    const operations = inventory === undefined ? {} : { inventory: within(life, system.timeoutMs, inventory) };
    return [name, { ...system, operations }] as const;
  });
  const inventory = openInventory({
    stateDirectory: '',
    engine,
    systems: new Map(asked),
    folderOf: () => undefined,
    shops: shops.map((code) => ({ code, erp: 'erp', wms: 'wms', settings, isPaired: () => true })),
    registry: new Registry(),
    log,
    now: life.wallMs,
    ledger: life.machine.ledger.open(watch),
    sleep: (ms, signal) => asleep(life, Math.max(ms, TURN_MS), signal),
  });
  if (inventory === null) throw new Error('no shop wants stock');
  return inventory;
}

function asleep(life: Life, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const takeBack = life.after(ms, resolve);
    const awake = () => {
      takeBack();
      reject(signal.reason);
    };
    signal.addEventListener('abort', awake, { once: true });
  });
}

/** An adapter's client gives up by itself. */
function within(life: Life, ms: number, operation: Operation): Operation {
  return async (request, signal) => {
    const tooSlow = new AbortController();
    const takeBack = life.after(ms, () => tooSlow.abort(new Error('no answer')));
    try {
      return await operation(request, AbortSignal.any([signal, tooSlow.signal]));
    } finally {
      takeBack();
    }
  };
}
