import { __, _n, sprintf } from '@wordpress/i18n';
import type { CommandName } from '../api/shapes.ts';

export interface DialogWords {
  readonly button: string;
  readonly title: string;
  readonly explanation: string;
  readonly confirm: string;
  readonly reason: 'required' | 'none';
}

/** What each command is called and means, for `count` orders. */
export function dialogWords(command: CommandName, count: number): DialogWords {
  /* translators: %d: number of orders */
  const orders = sprintf(_n('%d order', '%d orders', count, 'causeway'), count);
  switch (command) {
    case 'retry':
      return {
        button: count > 1 ? __('Retry all', 'causeway') : __('Retry', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Retry %s', 'causeway'), orders),
        explanation: __(
          'The worker looks at each order again, asks ERP and warehouse what they already have, and sends only what is missing. Nothing is sent twice.',
          'causeway',
        ),
        /* translators: %s: "1 order" or "5 orders" */
        confirm: sprintf(__('Request retry of %s', 'causeway'), orders),
        reason: 'none',
      };
    case 'resolve':
      return {
        button: __('Resolve…', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Resolve for %s', 'causeway'), orders),
        explanation: __('Say that a person has settled this outside Causeway, and how.', 'causeway'),
        confirm: __('Request resolve', 'causeway'),
        reason: 'required',
      };
    case 'acknowledge':
      return {
        button: __('Acknowledge', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Acknowledge for %s', 'causeway'), orders),
        explanation: __('Tell the others that you are looking into it. Nothing is sent.', 'causeway'),
        confirm: __('Acknowledge', 'causeway'),
        reason: 'none',
      };
    case 'ignore':
      return {
        button: __('Ignore…', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Ignore for %s', 'causeway'), orders),
        explanation: __('Close it without doing anything. It opens again if it happens to another order.', 'causeway'),
        confirm: __('Ignore', 'causeway'),
        reason: 'required',
      };
    case 'skip':
      return {
        button: __('Leave out…', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Leave out %s', 'causeway'), orders),
        explanation: __(
          'Nothing more is sent. What ERP or warehouse already have is not cancelled: do that there, if it should not go on. Retry takes an order up again.',
          'causeway',
        ),
        /* translators: %s: "1 order" or "5 orders" */
        confirm: sprintf(__('Request leaving out %s', 'causeway'), orders),
        reason: 'required',
      };
    case 'replay':
      return {
        button: __('Replay', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Replay %s', 'causeway'), orders),
        explanation: __(
          'The worker reads each order anew, verifies every stage in ERP and warehouse, and sends only what is missing there. Nothing is sent twice.',
          'causeway',
        ),
        /* translators: %s: "1 order" or "5 orders" */
        confirm: sprintf(__('Request replay of %s', 'causeway'), orders),
        reason: 'none',
      };
    case 'approve':
      return {
        button: __('Approve', 'causeway'),
        title: __('Approve', 'causeway'),
        explanation: __('What waits for your yes goes ahead.', 'causeway'),
        confirm: __('Approve', 'causeway'),
        reason: 'none',
      };
    case 'reject':
      return {
        button: __('Reject…', 'causeway'),
        title: __('Reject', 'causeway'),
        explanation: __('What waits for your yes does not happen.', 'causeway'),
        confirm: __('Reject', 'causeway'),
        reason: 'required',
      };
    case 'backfill':
      return {
        button: __('Send…', 'causeway'),
        /* translators: %s: "1 order" or "5 orders" */
        title: sprintf(__('Send %s from before go-live', 'causeway'), orders),
        explanation: __('Orders from before go-live are never sent by themselves; these are sent now.', 'causeway'),
        confirm: __('Request sending', 'causeway'),
        reason: 'required',
      };
  }
}
