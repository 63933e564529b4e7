import { ExternalId } from '@causeway/contracts';
import type { EngineEvent } from '../engine/engine.ts';
import type { Role } from '../systems/system.ts';

/**
 * "Something about this document of yours changed", as events of the orders concerned. The external id itself names
 * shop and order (design 5), so no index is needed; ids that aren't ours are left out.
 */
export function noticesOf(
  source: string,
  role: Role,
  externalIds: readonly string[],
  shops: ReadonlySet<string>,
): EngineEvent[] {
  const events: EngineEvent[] = [];
  for (const externalId of new Set(externalIds)) {
    if (!ExternalId.safeParse(externalId).success) continue;
    const [shop = '', order = ''] = externalId.split('-');
    if (!shops.has(shop)) continue;
    const id = `${source}@${externalId}`;
    events.push({ id, shop, subject: `order/${order}`, event: { type: 'notice', role } });
  }
  return events;
}
