import { __, sprintf } from '@wordpress/i18n';
import type { CommandName } from '../api/shapes.ts';
import { counted, type SubjectKind } from '../words/subject.ts';

export interface DialogWords {
  readonly button: string;
  readonly title: string;
  readonly explanation: string;
  readonly confirm: string;
  readonly reason: 'required' | 'none';
  /** Asks also where it is about one: it pays, or lets a stock pass, and can't be taken back. */
  readonly final?: true;
}

/** What each command is called and means, for `count` of a kind. */
export function dialogWords(command: CommandName, count: number, kind: SubjectKind = 'order'): DialogWords {
  const them = counted(kind, count);
  switch (command) {
    case 'retry':
      return {
        button: count > 1 ? __('Retry all', 'causeway') : __('Retry', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Retry %s', 'causeway'), them),
        explanation: __(
          'The worker looks again, asks ERP and warehouse what they already have, and sends only what is missing. Nothing is sent twice.',
          'causeway',
        ),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        confirm: sprintf(__('Request retry of %s', 'causeway'), them),
        reason: 'none',
      };
    case 'resolve':
      return {
        button: __('Resolve…', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Resolve for %s', 'causeway'), them),
        explanation: __('Say that a person has settled this outside Causeway, and how.', 'causeway'),
        confirm: __('Request resolve', 'causeway'),
        reason: 'required',
      };
    case 'acknowledge':
      return {
        button: __('Acknowledge', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Acknowledge for %s', 'causeway'), them),
        explanation: __('Tell the others that you are looking into it. Nothing is sent.', 'causeway'),
        confirm: __('Acknowledge', 'causeway'),
        reason: 'none',
      };
    case 'ignore':
      return {
        button: __('Ignore…', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Ignore for %s', 'causeway'), them),
        explanation: __('Close it without doing anything. It opens again if it happens once more.', 'causeway'),
        confirm: __('Ignore', 'causeway'),
        reason: 'required',
      };
    case 'skip':
      return {
        button: __('Leave out…', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Leave out %s', 'causeway'), them),
        explanation: __(
          'Nothing more is sent. What ERP or warehouse already have is not cancelled: do that there, if it should not go on. Retry takes an order up again.',
          'causeway',
        ),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        confirm: sprintf(__('Request leaving out %s', 'causeway'), them),
        reason: 'required',
      };
    case 'replay':
      return {
        button: __('Replay', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Replay %s', 'causeway'), them),
        explanation: __(
          'The worker reads each order anew, verifies every stage in ERP and warehouse, and sends only what is missing there. Nothing is sent twice.',
          'causeway',
        ),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        confirm: sprintf(__('Request replay of %s', 'causeway'), them),
        reason: 'none',
      };
    case 'approve':
      return {
        button: __('Approve…', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Approve for %s', 'causeway'), them),
        explanation: __(
          'What waits for your yes goes ahead, as the next step says. It can’t be taken back.',
          'causeway',
        ),
        confirm: __('Approve', 'causeway'),
        reason: 'none',
        final: true,
      };
    case 'reject':
      return {
        button: __('Reject…', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Reject for %s', 'causeway'), them),
        explanation: __(
          'What waits for your yes does not happen. It can be asked for anew, not taken back.',
          'causeway',
        ),
        confirm: __('Reject', 'causeway'),
        reason: 'required',
      };
    case 'backfill':
      return {
        button: __('Send…', 'causeway'),
        /* translators: %s: such as "1 order" or "5 SKUs" */
        title: sprintf(__('Send %s from before go-live', 'causeway'), them),
        explanation: __('Orders from before go-live are never sent by themselves; these are sent now.', 'causeway'),
        confirm: __('Request sending', 'causeway'),
        reason: 'required',
      };
  }
}
