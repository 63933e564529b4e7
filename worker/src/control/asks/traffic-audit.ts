import { randomUUID } from 'node:crypto';
import type { Engine, EngineEvent } from '../../engine/engine.ts';
import type { WatchedShop } from '../../service/secret-watch.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { TrafficPorts } from './traffic.ts';

export interface TrafficAuditPorts {
  readonly engine: Pick<Engine, 'submit'>;
  /** The served shops, by code. */
  readonly shops: ReadonlyMap<string, WatchedShop>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Tells every shop that an operator's word is about: its system's subject brings it to the shop's audit. */
export function trafficAudit({ engine, shops, log }: TrafficAuditPorts): TrafficPorts['told'] {
  return async (act, scope, reason) => {
    const events: EngineEvent[] = [];
    for (const [shop, { isPaired, configuration }] of shops) {
      if (!isPaired || (scope.shop ?? shop) !== shop) continue;
      for (const system of new Set([configuration.erp, configuration.wms])) {
        if ((scope.system ?? system) !== system) continue;
        const event = { type: 'operated', act, reason } as const;
        events.push({ id: `operated:${randomUUID()}`, shop, subject: `system/${system}`, event });
      }
    }
    try {
      await engine.submit(events);
    } catch (error) {
      // Calls wait all the same: that was durable before.
      log.warn({ act, error: String(error) }, "the shops' audits could not be told");
    }
  };
}
