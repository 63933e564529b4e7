import { __ } from '@wordpress/i18n';
import type { ReturnRow } from '../api/shapes.ts';
import { fromKey } from './from-key.ts';
import type { Tone } from './tone.ts';

/** The word and tone of a return's state; one that this version doesn't know is shown by its key, quietly. */
export function returnStateWords(state: string): { readonly label: string; readonly tone: Tone } {
  const known: Readonly<Record<string, { label: string; tone: Tone }>> = {
    captured: { label: __('Captured', 'causeway'), tone: 'waiting' },
    needs_attention: { label: __('Needs a person', 'causeway'), tone: 'problem' },
    retrying: { label: __('Trying again', 'causeway'), tone: 'attention' },
    waiting_for_system: { label: __('Waiting for a system', 'causeway'), tone: 'waiting' },
    waiting_for_order: { label: __('Waiting for its order', 'causeway'), tone: 'waiting' },
    authorising: { label: __('Asking the ERP', 'causeway'), tone: 'moving' },
    announcing: { label: __('Telling the warehouse', 'causeway'), tone: 'moving' },
    expected: { label: __('Goods expected', 'causeway'), tone: 'waiting' },
    inspecting: { label: __('Being inspected', 'causeway'), tone: 'moving' },
    refunding: { label: __('Paying back', 'causeway'), tone: 'moving' },
    crediting: { label: __('Booking the credit memo', 'causeway'), tone: 'moving' },
    cancelling: { label: __('Being taken back', 'causeway'), tone: 'moving' },
    closed: { label: __('Closed', 'causeway'), tone: 'done' },
    withdrawn: { label: __('Withdrawn', 'causeway'), tone: 'quiet' },
    refund_deleted: { label: __('Refund deleted', 'causeway'), tone: 'quiet' },
    closed_by_person: { label: __('Taken over by a person', 'causeway'), tone: 'quiet' },
    lost_in_restore: { label: __('Lost in a restore', 'causeway'), tone: 'attention' },
  };
  return known[state] ?? { label: fromKey(state), tone: 'quiet' };
}

/** `2 × Mug (MUG-1), 1 × Plate`. */
export const goodsOf = ({ lines }: Pick<ReturnRow, 'lines'>): string =>
  lines.map(({ name, sku, quantity }) => `${quantity} × ${name}${sku === '' ? '' : ` (${sku})`}`).join(', ');

/** Who began it. */
export function originWord(origin: ReturnRow['origin']): string {
  const words = {
    staff: __('Staff', 'causeway'),
    customer: __('Customer', 'causeway'),
    refund: __('Refund in WooCommerce', 'causeway'),
    erp: __('ERP', 'causeway'),
    warehouse: __('Warehouse', 'causeway'),
  } satisfies Record<ReturnRow['origin'], string>;
  return words[origin];
}
