import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Route } from './server.ts';

/** The last part of a shop's doorbell address: known to the two only, worth no more than one early exchange. */
export function doorbellKey(engineId: string, shop: string): string {
  return createHmac('sha256', engineId).update(`doorbell:${shop}`).digest('hex').slice(0, 32);
}

/** Where a shop rings, under the address by which shops reach this worker; null: they can't. */
export function doorbellAddress(doorbellUrl: string | null, engineId: string, shop: string): string | null {
  if (doorbellUrl === null) return null;
  return `${doorbellUrl.replace(/\/+$/, '')}/doorbell/${shop}/${doorbellKey(engineId, shop)}`;
}

/** `POST /doorbell/{shop}/{key}`: exchange now. A wrong key is not told from a missing page. */
export function doorbellRoute(engineId: string, ring: (shop: string) => boolean): Route {
  return ({ method, path }) => {
    const [first, shop, key, ...rest] = path;
    if (first !== 'doorbell' || shop === undefined || key === undefined || rest.length > 0 || method !== 'POST')
      return null;
    const wanted = Buffer.from(doorbellKey(engineId, shop));
    const given = Buffer.from(key);
    const right = wanted.length === given.length && timingSafeEqual(wanted, given);
    return Promise.resolve(right && ring(shop) ? { status: 204 } : { status: 404, body: 'not found\n' });
  };
}
