import { hash } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import type { AvailabilitySettings } from '../flows/availability/settings.ts';

/** A shop whose stock is Causeway's business. */
export interface StockShop {
  readonly code: string;
  readonly erp: string;
  readonly wms: string;
  readonly settings: AvailabilitySettings;
  readonly isPaired: () => boolean;
}

export type StockRole = 'erp' | 'wms';

/** The roles in which a shop takes stock from a source: those that a node of its goes by. */
export function rolesOf(shop: StockShop, source: string): StockRole[] {
  const named = new Set(Object.values(shop.settings.nodes).map(({ role }) => role));
  return (['erp', 'wms'] as const).filter((role) => named.has(role) && shop[role] === source);
}

/** Whether what is told to the shop is kept: its engine is not about to forget it. */
export function isReady(engine: Pick<Engine, 'line'>, shop: StockShop): boolean {
  const { epoch, recovering } = engine.line(shop.code);
  return shop.isPaired() && epoch > 0 && !recovering;
}

/** Changes when the shop has to be told everything anew: another engine, another epoch, what it was told is forgotten, other settings. */
export function markOf(engine: Pick<Engine, 'id' | 'line' | 'forgottenAt'>, shop: StockShop): string {
  return `${engine.id}:${engine.line(shop.code).epoch}.${engine.forgottenAt(shop.code)}:${digestOf(shop)}`;
}

/** Settings never change while a process lives. */
const digests = new WeakMap<StockShop, string>();

function digestOf(shop: StockShop): string {
  const known = digests.get(shop);
  if (known !== undefined) return known;
  const { erp, wms, settings } = shop;
  const digest = hash('sha256', JSON.stringify({ erp, wms, settings })).slice(0, 16);
  digests.set(shop, digest);
  return digest;
}
