import type { OrderSnapshot } from '@causeway/contracts';
import type { Turn } from './turn.ts';

const STATUS_STORY: Readonly<Record<string, string>> = {
  processing: 'Paid or accepted: the shop processes the order',
  completed: 'The shop marked the order completed',
  'on-hold': 'Put on hold in the shop',
  pending: 'The shop waits for payment',
  failed: 'The payment failed',
  cancelled: 'Cancelled in the shop',
  refunded: 'Refunded in full in the shop',
  trash: 'Moved to the trash in the shop',
};

/** Derives what happened in the shop from what was known and what is now, and writes it down. */
export function narrate(turn: Turn, order: OrderSnapshot, digest: string, own: boolean): void {
  const { shop } = turn.state;
  if (shop.status === null) {
    narrateFirst(turn, order);
    return;
  }
  if (shop.deleted) turn.say('Back in the shop', 'warning', 'shop');
  if (order.status !== shop.status && !own) {
    const story = Object.hasOwn(STATUS_STORY, order.status) ? STATUS_STORY[order.status] : `Status "${order.status}"`;
    turn.say(`${story} (it was "${shop.status}")`, 'info', 'shop');
  }
  if (digest !== shop.digest) turn.say('Edited in the shop: lines, amounts or addresses', 'info', 'shop');
  for (const refund of order.refunds) {
    if (!shop.refunds.includes(refund.id)) {
      turn.say(`Refund ${refund.id} in the shop: ${refund.amount} ${order.currency}`, 'warning', 'shop');
    }
  }
  for (const id of shop.refunds) {
    if (!order.refunds.some((refund) => refund.id === id))
      turn.say(`Refund ${id} was deleted in the shop`, 'warning', 'shop');
  }
}

function narrateFirst(turn: Turn, order: OrderSnapshot): void {
  const placedAt = Math.min(Date.parse(order.created_at), turn.now);
  turn.say(`Placed in the shop as ${order.number} (${order.created_via || 'by hand'})`, 'info', 'shop', placedAt);
  turn.reach('received');
  turn.say(`Received with status "${order.status}"`);
  for (const refund of order.refunds) {
    turn.say(`Refund ${refund.id} in the shop: ${refund.amount} ${order.currency}`, 'warning', 'shop');
  }
}
