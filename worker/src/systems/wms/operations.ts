import { ReturnAuthorization, type WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import { RELEASES_MAX, releaseId } from '../../policy/release-id.ts';
import { amending, Cancel, Find, Inventory, json, returnLookUps } from '../operation.ts';
import type { Operation } from '../system.ts';
import type { Wms, WmsReturns } from './wms.ts';

/** `releases`: as many are known; `free`: SKUs of which is asked what could be sent at once. */
const FindReleases = Find.extend({
  releases: z.int().min(1).max(RELEASES_MAX).default(1),
  free: z.array(z.string()).default([]),
});
const Create = z.object({ release: WarehouseRelease });
const Announce = z.object({ authorization: ReturnAuthorization });

/** The operations by which flows name what a warehouse can do. */
export function wmsOperations(wms: Wms): Readonly<Record<string, Operation>> {
  return {
    create_release: async (request, signal) =>
      json({ release: await wms.createRelease(Create.parse(request).release, signal) }),
    find_releases: async (request, signal) => {
      const { free, ...asked } = FindReleases.parse(request);
      const releases = await releasesOf(wms, asked, signal);
      const tells = wms.freeStock !== undefined && free.length > 0;
      return json({ releases, ...(tells ? { free: await wms.freeStock?.(free, signal) } : {}) });
    },
    amend_release: amending('release', (id, amendment, signal) => wms.amendRelease(id, amendment, signal)),
    cancel_release: async (request, signal) =>
      json({ release: await wms.cancelRelease(Cancel.parse(request).id, signal) }),
    inventory: async (request, signal) => json(await wms.inventory(Inventory.parse(request).cursor, signal)),
    ...(wms.returns === undefined ? {} : returnOperations(wms.returns)),
  };
}

/** Every release of an order, also the later ones: there is another only after one that was closed short. */
async function releasesOf(
  wms: Wms,
  { externalId, releases: known }: Omit<z.infer<typeof FindReleases>, 'free'>,
  signal: AbortSignal,
): Promise<WarehouseOrder[]> {
  const all: WarehouseOrder[] = [];
  let isShort = false;
  for (let nth = 1; nth <= known || isShort; nth += 1) {
    const id = releaseId(externalId, nth);
    const found = id === null ? [] : await wms.findReleases(id, signal);
    all.push(...found);
    isShort = found.some(({ status, shorts = [] }) => status === 'shipped' && shorts.length > 0);
  }
  return all;
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
