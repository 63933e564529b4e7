import { ReturnAuthorization, WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import { amending, Cancel, Find, Inventory, json, returnLookUps } from '../operation.ts';
import type { Operation } from '../system.ts';
import type { Wms, WmsReturns } from './wms.ts';

const Create = z.object({ release: WarehouseRelease });
const Announce = z.object({ authorization: ReturnAuthorization });

/** The operations by which flows name what a warehouse can do. */
export function wmsOperations(wms: Wms): Readonly<Record<string, Operation>> {
  return {
    create_release: async (request, signal) =>
      json({ release: await wms.createRelease(Create.parse(request).release, signal) }),
    find_releases: async (request, signal) =>
      json({ releases: await wms.findReleases(Find.parse(request).externalId, signal) }),
    amend_release: amending('release', (id, amendment, signal) => wms.amendRelease(id, amendment, signal)),
    cancel_release: async (request, signal) =>
      json({ release: await wms.cancelRelease(Cancel.parse(request).id, signal) }),
    inventory: async (request, signal) => json(await wms.inventory(Inventory.parse(request).cursor, signal)),
    ...(wms.returns === undefined ? {} : returnOperations(wms.returns)),
  };
}

function returnOperations(returns: WmsReturns): Readonly<Record<string, Operation>> {
  return {
    announce_return: async (request, signal) =>
      json({ return: await returns.announceReturn(Announce.parse(request).authorization, signal) }),
    ...returnLookUps(returns),
  };
}

export const WMS_ACTING: ReadonlySet<string> = new Set([
  'create_release',
  'amend_release',
  'cancel_release',
  'announce_return',
  'cancel_return',
]);
