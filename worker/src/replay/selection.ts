import { EpochMs, PAST_ORDERS_MAX, type PastOrder, SubjectKey } from '@causeway/contracts';
import * as z from 'zod';
import type { PastWindow } from '../shop/past.ts';

/** Which orders of a shop: named, under an exception's cause, in a state of the panel, or created within dates. */
export const Selection = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('orders'), orders: z.array(SubjectKey).min(1).max(PAST_ORDERS_MAX) }),
  z.strictObject({ by: z.literal('exception'), cause: z.string().min(1).max(96) }),
  z.strictObject({ by: z.literal('state'), state: z.string().min(1).max(32) }),
  /** Epoch ms: `from` included, `before` excluded. */
  z.strictObject({ by: z.literal('dates'), from: EpochMs, before: EpochMs }),
]);
export type Selection = z.infer<typeof Selection>;

/** Where selected orders come from. */
export interface PastOrders {
  past(window: PastWindow, signal: AbortSignal): AsyncIterable<PastOrder>;
  /** Subjects that have an exception of the cause now. */
  labelled(cause: string): readonly string[];
}

const ALWAYS = { from: 0, before: Number.MAX_SAFE_INTEGER } as const;

/**
 * The selected orders as the shop has them, by creation; `after`: behind this place (`placeOf`). Under a cause those that
 * are under it now: there is no place to go on from.
 */
export async function* selected(
  selection: Selection,
  after: string,
  from: PastOrders,
  signal: AbortSignal,
): AsyncGenerator<PastOrder, void> {
  switch (selection.by) {
    case 'orders':
      yield* from.past({ ...ALWAYS, after, only: selection.orders }, signal);
      return;
    case 'state':
      yield* from.past({ ...ALWAYS, after, state: selection.state }, signal);
      return;
    case 'dates':
      yield* from.past({ from: selection.from, before: selection.before, after }, signal);
      return;
    case 'exception': {
      const orders = from.labelled(selection.cause).filter((subject) => subject.startsWith('order/'));
      for (let at = 0; at < orders.length; at += PAST_ORDERS_MAX) {
        yield* from.past({ ...ALWAYS, only: orders.slice(at, at + PAST_ORDERS_MAX) }, signal);
      }
    }
  }
}

/** Of the named orders those that the shop does not have, once all others came. */
export function absent(selection: Selection, seen: ReadonlySet<string>): readonly string[] {
  return selection.by === 'orders' ? selection.orders.filter((subject) => !seen.has(subject)) : [];
}
