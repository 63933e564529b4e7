/**
 * The states that the order flow gives an order (`Mirror.state`), along its road. The wire takes any word of the
 * same form, so that a newer worker can speak to an older shop; flow and panel both check against this list.
 */
export type OrderStateName =
  | 'captured'
  | 'before_go_live'
  | 'waiting_for_payment'
  | 'on_hold'
  | 'held'
  | 'needs_attention'
  | 'recovering'
  | 'submitting'
  | 'verifying'
  | 'retrying'
  | 'waiting_for_system'
  | 'accepted'
  | 'waiting_for_stock'
  | 'releasing'
  | 'released'
  | 'picked'
  | 'packed'
  | 'partially_shipped'
  | 'shipped'
  | 'completed'
  | 'cancelling'
  | 'cancelled'
  | 'closed_by_person'
  | 'skipped'
  | 'lost_in_restore';
