import type { ExchangeResponse } from '@causeway/contracts';
import type { Value } from './connection.ts';

/**
 * What the last exchange found and granted: the database lane works on no other word. Only WordPress knows whether a
 * database is the paired shop's or a copy; in the table `link` stands what it last said. Instants: the shop's epoch ms.
 */
export interface Warrant {
  readonly shopId: string;
  readonly incarnation: number;
  readonly epoch: number;
  readonly engine: string;
  /** How far the engine's file is now: where the shop has seen it further, ours is an old copy. */
  readonly commit: number;
  /** Exactly what the exchange wrote: a database that doesn't have it is not the one that was exchanged with. */
  readonly leaseUntil: number;
  readonly leaseMs: number;
  readonly ackNumber: number;
  /** How far the shop's clock is ahead of ours, in ms. */
  readonly aheadMs: number;
}

/** How long after an exchange was begun the lane may go on without another, in ms. */
export const WARRANT_MS = 60_000;

/** Null: the shop isn't live, so nothing is served. `wallMs`: our clock when the answer came. */
export function warrantOf(
  { shop, lease, ack, engine: { commit }, go_live_at, now }: ExchangeResponse,
  engine: string,
  wallMs: number,
): Warrant | null {
  if (go_live_at === null || go_live_at > now || lease.epoch === 0) return null;
  return {
    shopId: shop.id,
    incarnation: shop.incarnation,
    epoch: lease.epoch,
    engine,
    commit,
    leaseUntil: now + lease.expires_in_ms,
    leaseMs: lease.expires_in_ms,
    ackNumber: ack.number,
    aheadMs: now - wallMs,
  };
}

/** True in SQL where the row `link` still says what the warrant says. Its placeholders take `valuesOf`. */
export const HOLDS = `id = 1 AND shop_id = ? AND incarnation = ? AND lease_epoch = ? AND lease_engine = ?
  AND engine_commit <= ? AND lease_until >= ? AND ack_number >= ? AND rewound_at IS NULL AND rewound_from = 0 AND paired_at <= worker_seen_at`;

export function valuesOf(warrant: Warrant): Value[] {
  const { shopId, incarnation, epoch, engine, commit, leaseUntil, ackNumber } = warrant;
  return [shopId, incarnation, epoch, engine, commit, leaseUntil, ackNumber];
}
