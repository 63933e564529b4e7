import type { OrderStockNeed } from '@causeway/contracts';
import { type BackOffice, NODES, type Statement } from './back-office.ts';
import type { Shop } from './shop.ts';

/** What was known when a triple was decided: of each order the newest word, and the newest statement of the ERP. */
export interface Known {
  readonly told: ReadonlyMap<string, OrderStockNeed>;
  readonly statement: Statement;
}

/** Available to sell in truth: what is free, less what orders took that is held back nowhere. */
export function available(office: BackOffice, shop: Shop): number {
  const free = NODES.reduce((sum, node) => sum + office.free(node), 0);
  return Math.max(0, free - openOf(takenIn(shop), office.taken));
}

export function takenIn(shop: Shop): Map<string, number> {
  return new Map([...shop.orders.values()].map(({ order, reduced }) => [order, reduced]));
}

/** What the orders had told that a triple has counted. */
export function countedIn({ told }: Known): Map<string, number> {
  return new Map([...told].map(([order, { reduced }]) => [order, Number(reduced)]));
}

/** The most that a triple's base may say, from what was known when it was decided. */
export function baseMax(known: Known): number {
  return Math.max(0, known.statement.free - openOf(countedIn(known), known.statement.includes));
}

function openOf(taken: ReadonlyMap<string, number>, heldBack: ReadonlySet<string>): number {
  return [...taken].reduce((sum, [order, units]) => sum + (heldBack.has(order) ? 0 : units), 0);
}
