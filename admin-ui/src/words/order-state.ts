import { __ } from '@wordpress/i18n';
import { fromKey } from './from-key.ts';
import type { Tone } from './tone.ts';

export interface StateWords {
  readonly label: string;
  readonly tone: Tone;
}

/** States that the shop itself gives an order of which the worker has said nothing yet. */
const shopStates = ['captured', 'before_go_live', 'not_captured'] as const;

/** States that the order flow gives (`worker/src/flows/order`), in the order of an order's road. */
const flowStates = [
  'received',
  'held',
  'accepting',
  'accepted',
  'allocating',
  'allocated',
  'releasing',
  'released',
  'picked',
  'packed',
  'partially_shipped',
  'shipped',
  'completed',
  'cancelling',
  'cancelled',
  'recovering',
  'exception',
] as const;

export const orderStates = [...shopStates, ...flowStates];
export type OrderState = (typeof orderStates)[number];

function known(): Record<OrderState, StateWords> {
  return {
    captured: { label: __('Waiting for the worker', 'causeway'), tone: 'waiting' },
    before_go_live: { label: __('Before go-live', 'causeway'), tone: 'quiet' },
    not_captured: { label: __('Not captured', 'causeway'), tone: 'quiet' },
    received: { label: __('Received', 'causeway'), tone: 'moving' },
    held: { label: __('On hold', 'causeway'), tone: 'attention' },
    accepting: { label: __('Sending to ERP', 'causeway'), tone: 'moving' },
    accepted: { label: __('Accepted by ERP', 'causeway'), tone: 'moving' },
    allocating: { label: __('Waiting for stock', 'causeway'), tone: 'waiting' },
    allocated: { label: __('Stock allocated', 'causeway'), tone: 'moving' },
    releasing: { label: __('Sending to warehouse', 'causeway'), tone: 'moving' },
    released: { label: __('At the warehouse', 'causeway'), tone: 'moving' },
    picked: { label: __('Picked', 'causeway'), tone: 'moving' },
    packed: { label: __('Packed', 'causeway'), tone: 'moving' },
    partially_shipped: { label: __('Partly shipped', 'causeway'), tone: 'moving' },
    shipped: { label: __('Shipped', 'causeway'), tone: 'done' },
    completed: { label: __('Completed', 'causeway'), tone: 'done' },
    cancelling: { label: __('Cancelling', 'causeway'), tone: 'moving' },
    cancelled: { label: __('Cancelled', 'causeway'), tone: 'quiet' },
    recovering: { label: __('Being checked after a restart', 'causeway'), tone: 'waiting' },
    exception: { label: __('Needs a person', 'causeway'), tone: 'problem' },
  } satisfies Record<OrderState, StateWords>;
}

/** The word and tone of a state; one that this version doesn't know is shown by its key, quietly. */
export function orderStateWords(state: string): StateWords {
  const words: Partial<Record<string, StateWords>> = known();
  return words[state] ?? { label: fromKey(state), tone: 'quiet' };
}

/** Whether an order in this state changes by itself, so that the screen should look again soon. */
export function isMoving(order: { readonly state: string; readonly open: boolean }): boolean {
  if (!order.open) return false;
  const { tone } = orderStateWords(order.state);
  return tone === 'moving' || tone === 'waiting';
}
