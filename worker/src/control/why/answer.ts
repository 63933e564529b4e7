import type { HeldCalls } from '../../engine/engine.ts';
import type { Held } from './held.ts';
import type { KnownWhy, UnknownWhy, WhyAnswer } from './shape.ts';

/** Who answers, when, and about which shop. */
export type Told = Pick<KnownWhy, 'told_by' | 'now' | 'shop'>;

export function unknown(told: Told, reason: string, since: number | null = null): UnknownWhy {
  return { found: false, ...told, reason, since };
}

/** `calls`: what dispatch holds of the shop; of it, what this order has out is told. */
export function answerOf(
  held: Held,
  told: Told,
  calls: readonly HeldCalls[],
  exchange: KnownWhy['exchange'],
): WhyAnswer {
  if ('reason' in held) return unknown(told, held.reason);
  const { orderId, explanation } = held;
  const { calling } = explanation;
  return {
    found: true,
    ...told,
    order_id: orderId,
    number: explanation.number ?? String(orderId),
    external_id: explanation.externalId,
    erp_number: explanation.erpNumber,
    state: explanation.state,
    reason: explanation.reason,
    waiting_for: explanation.waitingFor,
    since: explanation.since,
    gates: [...explanation.gates],
    exceptions: [...explanation.exceptions],
    held_calls: calls
      .filter(({ shop, role }) => shop === told.shop && calling.some((called) => called === role))
      .map(({ role, why, until }) => ({ system: role, why, until })),
    exchange,
  };
}
