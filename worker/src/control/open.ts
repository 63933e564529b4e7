import { join } from 'node:path';
import type { WayOut } from '../dispatch/dispatch.ts';
import type { Pauses } from '../dispatch/pauses.ts';
import type { Engine } from '../engine/engine.ts';
import type { ShopHealth } from '../intake/observability.ts';
import type { Inventory } from '../inventory/open.ts';
import type { Reconciliations } from '../reconcile/reconciliations.ts';
import { replayShop } from '../replay/replay-shop.ts';
import type { Runs } from '../replay/runs.ts';
import type { ServedShop } from '../shop/served-shop.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { answerWith } from './asks/ask.ts';
import { pastOrderAsks } from './asks/past-orders.ts';
import { reconcileAsk } from './asks/reconcile.ts';
import { stockAsks } from './asks/stock.ts';
import { trafficAsk } from './asks/traffic.ts';
import { trafficAudit } from './asks/traffic-audit.ts';
import { SOCKET } from './protocol.ts';
import { ControlServer, ControlUnavailable } from './server.ts';
import { type ShopDoor, Whys } from './why/whys.ts';

export interface ControlPorts {
  readonly stateDirectory: string;
  readonly engine: Engine;
  readonly shops: ReadonlyMap<string, ServedShop>;
  /** Every configured shop's, also of those that are left out. */
  readonly health: () => Readonly<Record<string, Pick<ShopHealth, 'problem'>>>;
  readonly wayOut: WayOut;
  readonly erpOf: (shop: string) => OutsideSystem | undefined;
  readonly runs: Runs;
  readonly pauses: Pauses;
  readonly reconciliations: Reconciliations;
  /** Null: no shop's stock is kept. */
  readonly inventory: Inventory | null;
  readonly log: Logger;
}

/**
 * Opens the command line's door to this worker. One that can't be made is logged, and the worker works without.
 * Rejects with `ControlInUse`.
 */
export async function openControl(ports: ControlPorts): Promise<{ close(): Promise<void> }> {
  const { stateDirectory, engine, shops, health, wayOut, erpOf, runs, pauses, reconciliations, inventory, log } = ports;
  const whys = new Whys({
    engine,
    shop: (code) => {
      const shop = shops.get(code);
      return shop === undefined ? notServed(code, health()[code]?.problem) : doorOf(shop, wayOut);
    },
    now: Date.now,
  });
  const pastOf = (code: string) => {
    const shop = shops.get(code);
    return shop === undefined ? notServed(code, health()[code]?.problem) : replayShop(shop);
  };
  const server = new ControlServer(
    answerWith({
      why: async ({ shop, order }) => ({ said: 'why', why: await whys.answer(shop, order) }),
      ...pastOrderAsks({ engine, wayOut, runs, erpOf, shop: pastOf }),
      reconcile: reconcileAsk(reconciliations),
      ...stockAsks(inventory, engine, Date.now),
      traffic: trafficAsk({
        pauses,
        wayOut,
        wake: () => engine.beat(),
        told: trafficAudit({ engine, shops, log }),
        log,
        now: Date.now,
      }),
    }),
    (error) => log.error({ error: String(error) }, 'a question of the command line failed'),
  );
  try {
    await server.listen(join(stateDirectory, SOCKET));
  } catch (error) {
    if (!(error instanceof ControlUnavailable)) throw error;
    log.error({ problem: error.message }, 'no control socket');
    return { close: async () => undefined };
  }
  return server;
}

function notServed(code: string, problem: string | null | undefined): string {
  return problem ? `Shop ${code} is ${problem}` : `Shop ${code} is not served by the worker that runs: start it again.`;
}

function doorOf(shop: ServedShop, wayOut: Pick<WayOut, 'held'>): ShopDoor {
  const { code, orders } = shop.configuration;
  return {
    context: () => ({ code, goLiveAt: shop.goLiveAt, settings: orders, held: wayOut.held(code) ?? {} }),
    health: () => shop.health(),
    ask: (subjects, signal) => shop.ask(subjects, signal),
  };
}
