import { ReleaseId } from '@causeway/contracts';

/** Releases that one order may have, one after the other: their number is one digit. */
export const RELEASES_MAX = 9;

/** What an order's first, second … release is called: `DEMO-1042-9f3a`, `DEMO-1042-9f3a-2`. Null: there is no such name. */
export function releaseId(orderExternalId: string, nth: number): string | null {
  if (nth === 1) return orderExternalId;
  const id = `${orderExternalId}-${nth}`;
  return nth <= RELEASES_MAX && ReleaseId.safeParse(id).success ? id : null;
}

/** A later release's id as its order's; anything else as it is. */
export const ofOrder = (externalId: string): string =>
  /^([A-Z0-9]{1,6}-\d{1,10}-[0-9a-f]{4})-[2-9]$/.exec(externalId)?.[1] ?? externalId;

/** Which of the order's releases an external id names; null: it is of another order. */
export function releaseNumber(orderExternalId: string, externalId: string): number | null {
  if (ofOrder(externalId) !== orderExternalId) return null;
  return externalId === orderExternalId ? 1 : Number(externalId.at(-1));
}
