import { DeliveryAmendment, type Json, WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import type { Operation } from '../system.ts';
import type { Wms } from './wms.ts';

const Find = z.object({ externalId: z.string() });
const Cancel = z.object({ id: z.string() });
const Amend = z.object({ id: z.string(), amendment: DeliveryAmendment });
const Inventory = z.object({ cursor: z.string().nullable() });
const Create = z.object({ release: WarehouseRelease });

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
  };
}

export const WMS_ACTING: ReadonlySet<string> = new Set(['create_release', 'amend_release', 'cancel_release']);

function json(value: object): Json {
  return value as unknown as Json;
}
