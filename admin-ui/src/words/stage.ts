import type { Stage } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import type { Tone } from './tone.ts';

export function stageWord(name: Stage['name']): string {
  const words = {
    received: __('Received', 'causeway'),
    checks: __('Checks', 'causeway'),
    accepted: __('Accepted by ERP', 'causeway'),
    allocated: __('Stock allocated', 'causeway'),
    released: __('Sent to warehouse', 'causeway'),
    picked: __('Picked', 'causeway'),
    packed: __('Packed', 'causeway'),
    shipped: __('Shipped', 'causeway'),
    delivered: __('Delivered', 'causeway'),
    completed: __('Completed', 'causeway'),
    requested: __('Asked for', 'causeway'),
    authorised: __('Authorised by ERP', 'causeway'),
    goods_received: __('Goods are back', 'causeway'),
    inspected: __('Inspected', 'causeway'),
    approved: __('Refund approved', 'causeway'),
    refunded: __('Refunded', 'causeway'),
    credited: __('Credit memo', 'causeway'),
    closed: __('Closed', 'causeway'),
  } satisfies Record<Stage['name'], string>;
  return words[name] ?? name;
}

export function stageStatusWords(status: Stage['status']): { readonly label: string; readonly tone: Tone } {
  const words = {
    done: { label: __('Done', 'causeway'), tone: 'done' },
    active: { label: __('In progress', 'causeway'), tone: 'moving' },
    waiting: { label: __('Not yet', 'causeway'), tone: 'quiet' },
    held: { label: __('On hold', 'causeway'), tone: 'attention' },
    failed: { label: __('Failed', 'causeway'), tone: 'problem' },
    skipped: { label: __('Skipped', 'causeway'), tone: 'quiet' },
  } satisfies Record<Stage['status'], { label: string; tone: Tone }>;
  return words[status] ?? { label: status, tone: 'quiet' };
}
