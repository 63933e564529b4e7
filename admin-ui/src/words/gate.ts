import type { Gate } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import type { Tone } from './tone.ts';

/** A gate in the reader's language; one that this version doesn't know keeps the label it came with. */
export function gateWord({ name, label }: Pick<Gate, 'name' | 'label'>): string {
  const words: Readonly<Record<string, string>> = {
    captured: __('Captured by the shop', 'causeway'),
    worker: __('Taken by the worker', 'causeway'),
    decided: __('Decided by the worker', 'causeway'),
    received: __('Received from the shop', 'causeway'),
    go_live: __('Placed after go-live', 'causeway'),
    paid: __('The shop lets it go: paid, or on account', 'causeway'),
    check_required_fields: __('Check: required fields', 'causeway'),
    check_known_skus: __('Check: known SKUs', 'causeway'),
    check_payment: __('Check: payment', 'causeway'),
    check_shipping_method: __('Check: shipping method', 'causeway'),
    check_tax_codes: __('Check: tax codes', 'causeway'),
    check_totals: __('Check: totals', 'causeway'),
    check_fraud_flag: __('Check: fraud flag', 'causeway'),
    check_address: __('Check: address', 'causeway'),
    accepted: __('Accepted by the ERP', 'causeway'),
    number: __('ERP number on the order in the shop', 'causeway'),
    allocated: __('Stock allocated in full', 'causeway'),
    released: __('Released to the warehouse', 'causeway'),
    picked: __('Picked', 'causeway'),
    packed: __('Packed', 'causeway'),
    shipped: __('Shipped in full', 'causeway'),
    told: __('Shown to the customer as completed', 'causeway'),
    release_cancelled: __('Cancelled in the warehouse', 'causeway'),
    order_cancelled: __('Cancelled in the ERP', 'causeway'),
    closed: __('Nothing left to do or to decide', 'causeway'),
  };
  return Object.hasOwn(words, name) ? (words[name] ?? label) : label;
}

export function gateStatusWords(status: Gate['status']): { readonly label: string; readonly tone: Tone } {
  const words = {
    passed: { label: __('Passed', 'causeway'), tone: 'done' },
    waiting: { label: __('Waiting', 'causeway'), tone: 'waiting' },
    held: { label: __('Held for a person', 'causeway'), tone: 'attention' },
    ahead: { label: __('Not yet asked', 'causeway'), tone: 'quiet' },
    skipped: { label: __('Not needed', 'causeway'), tone: 'quiet' },
  } satisfies Record<Gate['status'], { label: string; tone: Tone }>;
  return words[status] ?? { label: status, tone: 'quiet' };
}
