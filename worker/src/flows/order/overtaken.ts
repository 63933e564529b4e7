import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { meaningOf } from './intent.ts';
import { isAllShipped } from './shipments.ts';
import type { OrderState } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * WooCommerce writes a status whatever stands there: somebody's cancel and our "completed" in one instant leave the one
 * that came last. Theirs was written all the same, and its look says so.
 */
export function noteOvertaken({ state, settings }: Turn, written: string | null): void {
  const { shop } = state;
  if (shop.status !== 'completed') shop.overtaken = null;
  else if (written !== null && meaningOf(written, settings) === 'cancel') {
    if (state.final === 'completed' || isAllShipped(state)) shop.overtaken = written;
  }
}

/** A cancel that our own effect overwrote: for a person, because everything has left. */
export function overtaken({ shop }: OrderState): SubjectException[] {
  // A state of a version before this has no such field.
  const written = shop.overtaken ?? null;
  if (written === null || shop.status !== 'completed') return [];
  return [
    raise('conflict', {
      about: ['cancel_overtaken'],
      title: 'An order was cancelled in the shop in the instant in which it was completed',
      nextStep:
        'Everything has left. If the cancel stands, set the order in the shop to cancelled or refunded again and arrange the return; else Resolve with a reason.',
      detail: `Somebody wrote "${written}"; the shop shows "completed".`,
    }),
  ];
}
