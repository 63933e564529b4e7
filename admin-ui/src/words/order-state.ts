import type { OrderStateName } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import { fromKey } from './from-key.ts';
import type { Tone } from './tone.ts';

export interface StateWords {
  readonly label: string;
  readonly tone: Tone;
}

/** What an order can be shown as: what the flow says of it, or what the shop says while the flow has said nothing. */
export type OrderState = OrderStateName | 'not_captured';

function known(): Record<OrderState, StateWords> {
  return {
    captured: { label: __('Captured', 'causeway'), tone: 'waiting' },
    not_captured: { label: __('Not captured', 'causeway'), tone: 'quiet' },
    before_go_live: { label: __('Before go-live', 'causeway'), tone: 'quiet' },
    waiting_for_payment: { label: __('Waiting for payment', 'causeway'), tone: 'waiting' },
    on_hold: { label: __('On hold in the shop', 'causeway'), tone: 'attention' },
    held: { label: __('Held by a check', 'causeway'), tone: 'attention' },
    needs_attention: { label: __('Needs a person', 'causeway'), tone: 'problem' },
    recovering: { label: __('Looking again after a loss', 'causeway'), tone: 'moving' },
    submitting: { label: __('Sending to the ERP', 'causeway'), tone: 'moving' },
    verifying: { label: __('Verifying', 'causeway'), tone: 'moving' },
    retrying: { label: __('Trying again', 'causeway'), tone: 'attention' },
    waiting_for_system: { label: __('Waiting for a system', 'causeway'), tone: 'waiting' },
    accepted: { label: __('Accepted by the ERP', 'causeway'), tone: 'moving' },
    waiting_for_stock: { label: __('Waiting for stock', 'causeway'), tone: 'waiting' },
    releasing: { label: __('Sending to the warehouse', 'causeway'), tone: 'moving' },
    released: { label: __('At the warehouse', 'causeway'), tone: 'moving' },
    picked: { label: __('Picked', 'causeway'), tone: 'moving' },
    packed: { label: __('Packed', 'causeway'), tone: 'moving' },
    partially_shipped: { label: __('Partly shipped', 'causeway'), tone: 'moving' },
    shipped: { label: __('Shipped', 'causeway'), tone: 'moving' },
    completed: { label: __('Completed', 'causeway'), tone: 'done' },
    cancelling: { label: __('Cancelling', 'causeway'), tone: 'moving' },
    cancelled: { label: __('Cancelled', 'causeway'), tone: 'quiet' },
    lost_in_restore: { label: __('Lost in a restore', 'causeway'), tone: 'attention' },
    skipped: { label: __('Left out', 'causeway'), tone: 'quiet' },
    closed_by_person: { label: __('Taken over by a person', 'causeway'), tone: 'quiet' },
  } satisfies Record<OrderState, StateWords>;
}

/** Every state, in the order in which a list offers them. */
export const orderStates = (): readonly OrderState[] => Object.keys(known()) as OrderState[];

/** The word and tone of a state; one that this version doesn't know is shown by its key, quietly. */
export function orderStateWords(state: string): StateWords {
  const words = known();
  return isKnown(state, words) ? words[state] : { label: fromKey(state), tone: 'quiet' };
}

const isKnown = (state: string, words: object): state is OrderState => Object.hasOwn(words, state);

/** Whether an order in this state changes by itself, so that the screen should look again soon. */
export function isMoving(order: { readonly state: string; readonly open: boolean }): boolean {
  if (!order.open) return false;
  const { tone } = orderStateWords(order.state);
  return tone === 'moving' || tone === 'waiting' || order.state === 'retrying';
}
