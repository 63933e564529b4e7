import type { InventoryPage, InventoryPosition } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { FaultName } from '../../faults/catalogue.ts';
import { ON_SALE } from '../shop/products.ts';
import { type Goods, NODES, type NodeName } from './goods.ts';

interface Place {
  readonly node: NodeName;
  readonly sku: string;
}

/** How far the copy lags behind from which a system answers. */
const OLD_STOCK_MS = 90_000;
/** Positions of a page. */
const PAGE = 1;
/** Begins the cursors of a reading of all there is. */
const ALL = 'all:';

/** What one system says of its stock: a feed of changes, in pages after a cursor. */
export class StockWord {
  readonly #goods: Goods;
  readonly #places: readonly Place[];
  readonly #nodes: readonly NodeName[];
  readonly #now: () => number;
  readonly #strikes: (fault: FaultName) => boolean;
  /** Of places whose word changed although their goods did not: the number of that change. */
  readonly #turned = new Map<Place, number>();
  #wrongSince: number | null = null;
  #before: readonly InventoryPosition[] = [];

  constructor(role: 'erp' | 'wms', goods: Goods, now: () => number, strikes: (fault: FaultName) => boolean) {
    this.#goods = goods;
    this.#now = now;
    this.#strikes = strikes;
    this.#nodes = (Object.keys(NODES) as NodeName[]).filter((node) => NODES[node] === role);
    this.#places = this.#nodes.flatMap((node) => Object.keys(ON_SALE).map((sku) => ({ node, sku })));
  }

  /** Since when it says that there is nothing, although there is (epoch ms); null: it tells the truth. */
  get wrongSince(): number | null {
    return this.#wrongSince;
  }

  /** Throws `SystemFailure` for a cursor that it does not know any more. */
  answer(cursor: string | null): InventoryPage {
    if (cursor !== null && this.#strikes('cursor of stock forgotten'))
      throw new SystemFailure('validation', 'before_send', 'That cursor is not known.');
    if (this.#strikes('old stock told')) return this.#old(cursor);
    const isAll = cursor === null || cursor.startsWith(ALL);
    // A first reading has nothing to be compared with and is believed, so it tells the truth; who errs after it errs anew.
    this.#turn(!isAll && this.#strikes('stock told as nothing'));
    const after = Number(cursor?.replace(ALL, '') ?? 0);
    const changed = this.#places
      .map((place) => ({ place, nr: this.#nrOf(place) }))
      .filter(({ nr }) => nr > after)
      .toSorted((one, other) => one.nr - other.nr);
    const page = changed.slice(0, PAGE);
    const more = changed.length > page.length;
    const positions = page.map(({ place }) => this.#position(place, this.#now(), this.#wrongSince !== null));
    const again = this.#strikes('stock page doubled') ? this.#before : [];
    this.#before = positions;
    const reached = String(page.at(-1)?.nr ?? after);
    return {
      ...this.#frame([...positions, ...again], this.#now()),
      cursor: isAll && more ? ALL + reached : reached,
      more,
    };
  }

  /** All that it had, as it was; whoever asked goes on from where they were. */
  #old(cursor: string | null): InventoryPage {
    const at = this.#now() - OLD_STOCK_MS;
    const positions = this.#places.map((place) => this.#position(place, at, false));
    return { ...this.#frame(positions, at), cursor: cursor?.replace(ALL, '') ?? '0', more: false };
  }

  #frame(positions: InventoryPosition[], at: number): Pick<InventoryPage, 'positions' | 'asOf' | 'nodes'> {
    const [sku = ''] = Object.keys(ON_SALE);
    const nodes = this.#nodes.map((node) => ({ node, online: this.#goods.standing(node, sku, at).online }));
    return { positions, asOf: new Date(at).toISOString(), nodes };
  }

  #turn(wrong: boolean): void {
    if (wrong === (this.#wrongSince !== null)) return;
    this.#wrongSince = wrong ? this.#now() : null;
    for (const place of this.#places) this.#turned.set(place, this.#goods.nextNr());
  }

  #nrOf(place: Place): number {
    return Math.max(this.#goods.standing(place.node, place.sku).nr, this.#turned.get(place) ?? 0);
  }

  #position({ node, sku }: Place, at: number, isNothing: boolean): InventoryPosition {
    const { onHand, allocated, quarantined } = this.#goods.standing(node, sku, at);
    const units = (quantity: number) => (isNothing ? '0' : String(quantity));
    return {
      sku,
      node,
      onHand: units(onHand),
      allocated: units(allocated),
      inTransit: null,
      damaged: null,
      quarantined: units(quarantined),
      asOf: new Date(at).toISOString(),
    };
  }
}
