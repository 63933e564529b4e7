import { DeliveryAmendment, type Json, ReturnAuthorization, WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import type { Operation } from '../system.ts';
import type { Wms, WmsReturns } from './wms.ts';

const Find = z.object({ externalId: z.string() });
const Cancel = z.object({ id: z.string() });
const Amend = z.object({ id: z.string(), amendment: DeliveryAmendment });
const Inventory = z.object({ cursor: z.string().nullable() });
const Create = z.object({ release: WarehouseRelease });
const Announce = z.object({ authorization: ReturnAuthorization });

/** The operations by which flows name what a warehouse can do. */
export function wmsOperations(wms: Wms): Readonly<Record<string, Operation>> {
  return {
    create_release: async (request, signal) =>
      json({ release: await wms.createRelease(Create.parse(request).release, signal) }),
    find_releases: async (request, signal) =>
      json({ releases: await wms.findReleases(Find.parse(request).externalId, signal) }),
    amend_release: async (request, signal) => {
      const { id, amendment } = Amend.parse(request);
      return json({ release: await wms.amendRelease(id, amendment, signal) });
    },
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
    find_returns: async (request, signal) =>
      json({ returns: await returns.findReturns(Find.parse(request).externalId, signal) }),
    find_returns_of_order: async (request, signal) =>
      json({ returns: await returns.findReturnsOfOrder(Find.parse(request).externalId, signal) }),
    cancel_return: async (request, signal) =>
      json({ return: await returns.cancelReturn(Cancel.parse(request).id, signal) }),
  };
}

export const WMS_ACTING: ReadonlySet<string> = new Set([
  'create_release',
  'amend_release',
  'cancel_release',
  'announce_return',
  'cancel_return',
]);

function json(value: object): Json {
  return value as unknown as Json;
}
