import { randomUUID } from 'node:crypto';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import { AWAITS_POSITIONS, COUNTS_OTHERS, TAKES_UNITS } from '../flows/availability/labels.ts';
import type { StockState } from '../flows/availability/state.ts';
import { unallocatedUnits } from '../flows/availability/worth.ts';
import { fromScaled, scaled } from '../policy/rounding/money.ts';
import { stockSubject } from '../policy/stock-subject.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Waiting } from './ledger/waiting-list.ts';
import { isReady, markOf, rolesOf, type StockRole, type StockShop } from './shops.ts';

export interface PublisherPorts {
  readonly engine: Pick<Engine, 'commit' | 'forgottenAt' | 'id' | 'labelled' | 'line' | 'peek' | 'submit'>;
  readonly ledger: Ledger;
  readonly shops: readonly StockShop[];
  readonly isStale: (shop: StockShop, role: StockRole) => boolean;
  readonly now: () => number;
}

/** So many SKUs are submitted together. */
const BATCH = 500;
/** When a SKU that several shops sell is told once more: by then each knows what the others' orders no longer hold back. */
export const AGAIN_MS = 60_000;
/** How often it is looked whether the units that other shops took are still those that a shop was told. */
const OTHERS_EVERY_MS = 5000;

/** Tells the shops which SKUs changed: the worst news first, each batch durable before the next. */
export class Publisher {
  readonly #ports: PublisherPorts;
  /** A ledger that was lost, or put back as it was, numbers its news anew: the engine must not take that for told. */
  readonly #boot = randomUUID();
  /** Up to when (or, where it doesn't say, when) a source was read as those were told who waited for it; by source and shop. */
  readonly #readUpTo = new Map<string, string>();
  /** The engine's commit, and when, as shops on a source were last compared with each other; by source. */
  readonly #compared = new Map<string, { readonly commit: number; readonly at: number }>();

  constructor(ports: PublisherPorts) {
    this.#ports = ports;
  }

  /** Everything of one source that waits. Rejects where the engine takes nothing; what was not taken waits on. */
  async publish(source: string, signal: AbortSignal): Promise<void> {
    const { engine, ledger, now } = this.#ports;
    const shops = this.#ports.shops.filter(
      (shop) => rolesOf(shop, source).length > 0 && isReady(engine, shop) && isWhole(ledger, shop),
    );
    if (shops.length === 0) return;
    const isShared = this.#ports.shops.filter((shop) => rolesOf(shop, source).length > 0).length > 1;
    for (const shop of shops) {
      const mark = markOf(engine, shop);
      if (ledger.toldMark(shop.code) !== mark) ledger.tellAll([...new Set([shop.erp, shop.wms])], shop.code, mark);
      this.#tellWaiting(source, shop);
    }
    if (isShared) this.#tellOthers(source, shops);
    while (!signal.aborted) {
      const batch = ledger.waiting(source, now(), BATCH);
      if (batch.length === 0) return;
      const each = shops.map((shop) => ({ shop, upTo: this.#upToOf(shop) }));
      await engine.submit(
        batch.flatMap((waiting) => each.map(({ shop, upTo }) => this.#event(source, shop, waiting, upTo))),
      );
      ledger.told(source, batch, isShared ? now() + AGAIN_MS : null);
    }
  }

  /** Once a source was read later, the SKUs are told again that wait for a later word than they were told. */
  #tellWaiting(source: string, shop: StockShop): void {
    const { ledger } = this.#ports;
    const [key, { upTo, heardAt }] = [`${source}@${shop.code}`, ledger.source(source)];
    const read = upTo ?? String(heardAt);
    if (this.#readUpTo.get(key) === read) return;
    this.#readUpTo.set(key, read);
    const skus = this.#labelled(shop, AWAITS_POSITIONS);
    if (skus.length > 0) ledger.tellAgain(source, skus);
  }

  /** SKUs of which another shop took units, or gave some up, since a shop was told: it is told again. */
  #tellOthers(source: string, shops: readonly StockShop[]): void {
    const { engine, ledger, now } = this.#ports;
    const [last, commit] = [this.#compared.get(source), engine.commit()];
    if (last !== undefined && (last.commit === commit || now() - last.at < OTHERS_EVERY_MS)) return;
    this.#compared.set(source, { commit, at: now() });
    const skus = new Set(
      this.#ports.shops.flatMap((shop) => [TAKES_UNITS, COUNTS_OTHERS].flatMap((label) => this.#labelled(shop, label))),
    );
    const isOther = (shop: StockShop, sku: string): boolean => {
      const known = this.#stock(shop, sku);
      return known?.known === true && known.others !== this.#others(shop, sku);
    };
    const others = [...skus].filter((sku) => shops.some((shop) => isOther(shop, sku)));
    const lying = others.filter((sku) => ledger.positions(source, sku).length > 0);
    if (lying.length > 0) ledger.tellAgain(source, lying);
  }

  #labelled({ code }: StockShop, label: string): string[] {
    const { engine } = this.#ports;
    return engine.labelled(code, label).flatMap((subject) => {
      const state = engine.peek({ shop: code, subject })?.state as StockState | undefined;
      return state?.sku ? [state.sku] : [];
    });
  }

  #stock({ code }: StockShop, sku: string): StockState | undefined {
    return this.#ports.engine.peek({ shop: code, subject: stockSubject(sku) })?.state as StockState | undefined;
  }

  /** Units that other shops on the same sources took and that no position holds back yet. */
  #others(shop: StockShop, sku: string): string {
    let units = 0n;
    for (const other of this.#ports.shops) {
      if (other === shop || (other.erp !== shop.erp && other.wms !== shop.wms)) continue;
      const state = this.#stock(other, sku);
      if (state !== undefined) units += scaled(unallocatedUnits(state, other.settings));
    }
    return fromScaled(units);
  }

  /** Where a person rejected what a source said of a SKU, nothing is known of it up to then. */
  #upToOf(shop: StockShop): UpTo {
    const { ledger } = this.#ports;
    const read = rolesToldTo(shop).map((role) => {
      return [role, { upTo: ledger.source(shop[role]).upTo, rejected: ledger.rejected(shop[role]) }] as const;
    });
    const byRole = new Map<StockRole, (typeof read)[number][1]>(read);
    return (role, sku) => (byRole.get(role)?.rejected.has(sku) ? null : (byRole.get(role)?.upTo ?? null));
  }

  /** All that its sources say of the SKU, at places that can send. Repeated by this process it has the same id. */
  #event(source: string, shop: StockShop, { sku, seq }: Waiting, upTo: UpTo): EngineEvent {
    const { ledger, isStale } = this.#ports;
    const roles = rolesToldTo(shop);
    const positions = roles.flatMap((role) => positionsOf(ledger, shop, role, sku));
    const sources = Object.fromEntries(
      roles.map((role) => [role, { upTo: upTo(role, sku), stale: isStale(shop, role) }]),
    );
    return {
      id: `stock:${this.#boot}:${source}:${seq}@${shop.code}`,
      shop: shop.code,
      subject: stockSubject(sku),
      event: { type: 'positions', sku, positions, sources, others: this.#others(shop, sku) },
    };
  }
}

/** Up to when a role's source was read of a SKU. */
type UpTo = (role: StockRole, sku: string) => string | null;

const rolesToldTo = (shop: StockShop): StockRole[] =>
  (['erp', 'wms'] as const).filter((role) => rolesOf(shop, shop[role]).includes(role));

/** A shop is told nothing before all its sources were heard: what the second one says first would pass for a rise. */
function isWhole(ledger: Ledger, shop: StockShop): boolean {
  const sources = [shop.erp, shop.wms].filter((source) => rolesOf(shop, source).length > 0);
  return sources.every((source) => ledger.source(source).heardAt !== null);
}

/** What a role says of a SKU at the shop's nodes of that role that are online. */
export function positionsOf(ledger: Ledger, shop: StockShop, role: StockRole, sku: string) {
  const { nodes } = shop.settings;
  const offline = new Set(ledger.offline(shop[role]));
  return ledger
    .positions(shop[role], sku)
    .filter(({ node }) => Object.hasOwn(nodes, node) && nodes[node]?.role === role && !offline.has(node));
}
