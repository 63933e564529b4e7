import { type Goods, NODES, type NodeName, type Standing } from '../world/outside/goods.ts';
import type { SubjectRow } from '../world/shop/database.ts';
import { type Product, unitsTaken } from '../world/shop/products.ts';
import type { Shop } from '../world/shop/shop.ts';
import { externalIdOf } from './external-id.ts';

const PLACES = Object.keys(NODES) as NodeName[];

/**
 * The most that a shop may sell of a SKU, by what was true since an instant (epoch ms): each place at its best, less what
 * WooCommerce took and nobody held back yet. Where the ERP's place can't send, the warehouse is who holds back.
 */
export function mostOf(goods: Goods, shop: Shop, sku: string, from: number): number {
  const open = ({ orders }: Standing) => unitsOf(shop, sku, (id) => !orders.has(id));
  const most = (role: 'erp' | 'wms' | null) =>
    PLACES.filter((node) => role === null || NODES[node] === role).reduce((sum, node) => {
      const worths = since(goods.history(node, sku), from).map((standing) => {
        const holdsBack = NODES[node] === (role ?? 'erp') && (standing.online || role === null);
        return freeOf(standing) - (holdsBack ? open(standing) : 0);
      });
      return sum + Math.max(...worths);
    }, 0);
  const isOut = (role: 'erp' | 'wms') =>
    PLACES.some((node) => NODES[node] === role && since(goods.history(node, sku), from).some(({ online }) => !online));
  const allOnline = most(null);
  // A place that was offline at some time since need not count at all.
  return Math.max(allOnline, isOut('erp') ? most('wms') : allOnline, isOut('wms') ? most('erp') : allOnline);
}

/** The least that a shop must have for sale: all that any shop took, and that had not left by then, may be subtracted once more. */
export function leastOf(goods: Goods, shops: readonly Shop[], { sku }: Product, from: number): number {
  return PLACES.reduce((sum, node) => {
    const { gone } = goods.standing(node, sku, from);
    const isOpen = (id: string) => !gone.has(id);
    const taken = NODES[node] === 'erp' ? shops.reduce((units, shop) => units + unitsOf(shop, sku, isOpen), 0) : 0;
    return sum + Math.min(...since(goods.history(node, sku), from).map(freeOf)) - taken;
  }, 0);
}

/** A place that is booked below nothing is nobody's stock and nobody's debt: it counts as empty (docs/flows/availability.md). */
const freeOf = ({ onHand, allocated, quarantined, online }: Standing): number =>
  online && onHand >= 0 ? onHand - allocated - quarantined : 0;

/** What was true at an instant, and all that came after. */
function since(history: readonly Standing[], from: number): readonly Standing[] {
  const first = history.findLastIndex(({ at }) => at <= from);
  return history.slice(Math.max(0, first));
}

/**
 * Units of orders that are in the trash, or deleted, and that were held back at some time since an instant (epoch ms): WooCommerce
 * keeps those, and until the order has said so what the ERP let go of is for sale (docs/reliability.md, 5).
 */
export function letGoUnits(goods: Goods, shop: Shop, sku: string, from: number): number {
  const standings = PLACES.flatMap((node) => since(goods.history(node, sku), from));
  const wasHeld = (id: string) => standings.some(({ orders }) => orders.has(id));
  return unitsOf(shop, sku, (id, { order, deleted }) => (deleted || order?.status === 'trash') && wasHeld(id));
}

/** Units that WooCommerce took for orders of which that holds. What it took for one that was deleted it keeps. */
export function unitsOf(shop: Shop, sku: string, counts: (externalId: string, row: SubjectRow) => boolean): number {
  let units = 0;
  for (const row of shop.db.subjects.values()) {
    const { order } = row;
    if (order !== null && counts(externalIdOf(shop.code, order.id, order.key), row)) units += unitsTaken(order, sku);
  }
  return units;
}
