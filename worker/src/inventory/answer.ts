import { Decimal, EpochMs, HeldStock, Instant, PLACES_MAX, StockPlace } from '@causeway/contracts';
import * as z from 'zod';
import type { Engine } from '../engine/engine.ts';
import { planOf } from '../flows/availability/plan.ts';
import type { StockState } from '../flows/availability/state.ts';
import { worthOf } from '../flows/availability/worth.ts';
import { fromScaled } from '../policy/rounding/money.ts';
import { stockSubject } from '../policy/stock-subject.ts';
import type { Inventory } from './open.ts';
import { rolesOf, type StockRole, type StockShop } from './shops.ts';

/** How a source is for a shop. `heard`: when it last answered; `upTo`: until when all that it told is in, by its own clock. */
export const SourceAnswer = z.object({
  role: z.enum(['erp', 'wms']),
  system: z.string(),
  heard: EpochMs.nullable(),
  up_to: Instant.nullable(),
  stale: z.boolean(),
  offline: z.array(z.string()),
  held: HeldStock.nullable(),
});

/** What lies where of a SKU, what the shop may sell of it, and why. `told`, `needs`: by the shop's flow; null: it holds nothing of it. */
export const StockAnswer = z.object({
  shop: z.string(),
  sku: z.string(),
  sources: z.array(SourceAnswer),
  positions: z.array(StockPlace),
  available: Decimal.nullable(),
  as_of: EpochMs.nullable(),
  fresh: z.boolean().nullable(),
  told: z.object({ version: z.int(), base: Decimal, counted: Decimal }).nullable(),
  needs: z.array(
    z.object({
      order: z.string(),
      units: Decimal,
      allocated: EpochMs.nullable(),
      released: EpochMs.nullable(),
      shipped: EpochMs.nullable(),
    }),
  ),
  others: Decimal,
  why: z.array(z.string()),
});

export type SourceAnswer = z.infer<typeof SourceAnswer>;
export type StockAnswer = z.infer<typeof StockAnswer>;

type Asked = Pick<Inventory, 'ledger' | 'standings'>;

/** Every source of a shop, with what of it is held. */
export function sourcesOf({ ledger, standings }: Asked, shop: StockShop): SourceAnswer[] {
  return (['erp', 'wms'] as const)
    .filter((role) => rolesOf(shop, shop[role]).includes(role))
    .map((role) => {
      const system = shop[role];
      const { heardAt, upTo, held } = ledger.source(system);
      const stale = standings.staleSince(shop, system) !== null;
      return { role, system, heard: heardAt, up_to: upTo, stale, offline: ledger.offline(system), held };
    });
}

/** Null: neither a source nor the shop's flow knows the SKU. */
export function stockOf(
  inventory: Asked,
  engine: Pick<Engine, 'peek'>,
  shop: StockShop,
  sku: string,
  now: number,
): StockAnswer | null {
  const { code, settings } = shop;
  const sources = sourcesOf(inventory, shop);
  const positions = sources.flatMap((source) => positionsOf(inventory, shop, source, sku));
  const state = (engine.peek({ shop: code, subject: stockSubject(sku) })?.state ?? null) as StockState | null;
  if (positions.length === 0 && state === null) return null;
  const worth = state === null ? null : worthOf(state, planOf(settings), now);
  const needs = Object.entries(state?.memory.orders ?? {}).map(([order, need]) => {
    const { units, allocated, released, shipped } = need;
    return { order, units, allocated, released, shipped };
  });
  return {
    ...{ shop: code, sku, sources, positions, needs, others: state?.others ?? '0', told: state?.shop ?? null },
    available: worth === null ? null : fromScaled(worth.units),
    as_of: worth?.asOf ?? null,
    fresh: worth === null ? null : now - worth.asOf <= settings.freshSeconds * 1000,
    why: whys(state, sources),
  };
}

/** What lies where of a shop's subject, as its sources say it; undefined: it is no stock that the shop's flow knows. */
export function placesOf(
  inventory: Asked & { readonly shops: readonly StockShop[] },
  engine: Pick<Engine, 'peek'>,
  code: string,
  subject: string,
): StockPlace[] | undefined {
  const shop = inventory.shops.find((one) => one.code === code);
  if (shop === undefined || !subject.startsWith('stock/')) return undefined;
  const { sku = null } = (engine.peek({ shop: code, subject })?.state ?? {}) as Partial<StockState>;
  if (sku === null) return undefined;
  return sourcesOf(inventory, shop)
    .flatMap((source) => positionsOf(inventory, shop, source, sku))
    .slice(0, PLACES_MAX);
}

function positionsOf({ ledger }: Asked, { settings }: StockShop, source: SourceAnswer, sku: string) {
  return ledger.positions(source.system, sku).map((position) => {
    const node = Object.hasOwn(settings.nodes, position.node) ? settings.nodes[position.node] : undefined;
    const isOurs = node?.include === true && node.role === (source.role satisfies StockRole);
    const counts = !isOurs ? 'not this shop' : source.offline.includes(position.node) ? 'offline' : 'yes';
    return { ...position, counts } as const;
  });
}

function whys(state: StockState | null, sources: readonly SourceAnswer[]): string[] {
  const said: string[] = [];
  for (const { role, held, stale } of sources) {
    if (held !== null) said.push(`What the ${role} told last is held: ${held.falls} SKUs fell at once.`);
    if (stale) said.push(`The ${role} was not heard for too long: few units are shown as none.`);
  }
  if (state === null) return [...said, 'The shop has not been told of this SKU.'];
  if (state.refusal !== null)
    said.push(`The shop takes no stock of it (${state.refusal.kind}). ${state.refusal.detail}`.trim());
  if (!state.known && state.refusal === null) said.push('No source has spoken of it at a place of this shop.');
  if (state.out.length > 0) said.push(`${state.out.length} telling(s) wait for the shop's answer.`);
  for (const [node, { fault }] of Object.entries(state.places))
    if (fault !== null) said.push(`${node} counts as empty: ${fault}.`);
  return said;
}
