import { __ } from '@wordpress/i18n';
import { fromKey } from './from-key.ts';

/** What the audit names, in the order in which its filter offers it. */
const known = (): Readonly<Record<string, string>> => ({
  erp_order_created: __('ERP order created', 'causeway'),
  erp_order_cancelled: __('ERP order cancelled', 'causeway'),
  release_created: __('Released to the warehouse', 'causeway'),
  release_cancelled: __('Release cancelled', 'causeway'),
  erp_number_written: __('ERP number written to the order', 'causeway'),
  shipment_shown: __('Shipment shown to the customer', 'causeway'),
  status_written: __('Order status written', 'causeway'),
  note_written: __('Note written to the order', 'causeway'),
  mail_sent: __('E-mail sent', 'causeway'),
  return_asked: __('Return asked for', 'causeway'),
  return_withdrawn: __('Return withdrawn', 'causeway'),
  refund_asked: __('Refund asked of the shop', 'causeway'),
  refund_approved: __('Refund approved', 'causeway'),
  refund_made: __('Refund made', 'causeway'),
  refund_failed: __('Refund refused by the shop', 'causeway'),
  refund_unknown: __('Refund of unknown outcome', 'causeway'),
  stock_approved: __('Held stock approved', 'causeway'),
  stock_rejected: __('Held stock rejected', 'causeway'),
  credit_memo_booked: __('Credit memo booked', 'causeway'),
  approve_asked: __('Approval requested', 'causeway'),
  reject_asked: __('Rejection requested', 'causeway'),
  order_completed: __('Order completed', 'causeway'),
  order_cancelled: __('Order cancelled', 'causeway'),
  order_closed: __('Order taken over by a person', 'causeway'),
  order_skipped: __('Order left out', 'causeway'),
  order_backfilled: __('Order from before go-live sent', 'causeway'),
  order_reopened: __('Order taken up again', 'causeway'),
  retry_asked: __('Retry requested', 'causeway'),
  replay_asked: __('Replay requested', 'causeway'),
  skip_asked: __('Leaving out requested', 'causeway'),
  resolve_asked: __('Resolve requested', 'causeway'),
  backfill_asked: __('Sending of an older order requested', 'causeway'),
  command_refused: __('Request refused', 'causeway'),
  exception_acknowledged: __('Exception acknowledged', 'causeway'),
  exception_ignored: __('Exception ignored', 'causeway'),
  exception_settled: __('Exception settled', 'causeway'),
  exception_closed: __('Exception closed', 'causeway'),
  exception_reopened: __('Exception opened again', 'causeway'),
  system_paused: __('Calls paused', 'causeway'),
  system_resumed: __('Calls resumed', 'causeway'),
  go_live: __('Go-live', 'causeway'),
  pairing_code_made: __('Pairing code made', 'causeway'),
  paired: __('Worker paired', 'causeway'),
  pairing_revoked: __('Pairing revoked', 'causeway'),
  mailbox_renewed: __('Mailbox address renewed', 'causeway'),
  restore_choice: __('Choice after a restore', 'causeway'),
  new_shop: __('Declared a new shop', 'causeway'),
});

export const auditActions = (): readonly string[] => Object.keys(known());

/** A newer worker may tell of what this panel has no word for. */
export const auditWord = (action: string): string => known()[action] ?? fromKey(action);
