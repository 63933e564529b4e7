import type { Engine, EngineEvent } from '../engine/engine.ts';
import { EventRefused } from '../engine/errors.ts';
import type { Logger } from '../telemetry/log.ts';

/** Resolves once the events are durable. One above the engine's limits is left out and said; the others go in. */
export async function submitAll(
  { engine, log }: { readonly engine: Engine; readonly log: Logger },
  shop: string,
  events: readonly EngineEvent[],
): Promise<void> {
  for (let left = events; left.length > 0; ) {
    try {
      return await engine.submit(left);
    } catch (error) {
      if (!(error instanceof EventRefused)) throw error;
      log.error({ shop, event: error.id, why: error.message }, 'an event was too large to take');
      left = left.filter((event) => event.id !== error.id);
    }
  }
}
