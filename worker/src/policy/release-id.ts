import { ReleaseId } from '@causeway/contracts';

/** Releases that one order may have, one after the other: their number is one digit. */
export const RELEASES_MAX = 9;

/** What an order's first, second … release is called: `DEMO-1042-9f3a`, `DEMO-1042-9f3a-2`. Null: there is no such name. */
export function releaseId(orderExternalId: string, nth: number): string | null {
  if (nth === 1) return orderExternalId;
  const id = `${orderExternalId}-${nth}`;
  return nth <= RELEASES_MAX && ReleaseId.safeParse(id).success ? id : null;
}

/** Which of the order's releases an external id names; null: it is of another order. */
export function releaseNumber(orderExternalId: string, externalId: string): number | null {
  if (externalId === orderExternalId) return 1;
  const [, nth] = /^(?:.*)-([2-9])$/.exec(externalId) ?? [];
  return nth !== undefined && externalId === `${orderExternalId}-${nth}` ? Number(nth) : null;
}
