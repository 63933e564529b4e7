import type { Command } from '@causeway/contracts';
import { type ActName, FAULTS, type FaultName } from '../faults/catalogue.ts';
import type { Judge } from '../promises/judge.ts';
import { placed } from '../world/orders.ts';
import { type Goods, NODES, type NodeName } from '../world/outside/goods.ts';
import { ON_SALE } from '../world/shop/products.ts';
import { type Shop, UNFILLED_MS } from '../world/shop/shop.ts';
import type { World } from '../world/world.ts';
import { Disasters } from './disasters.ts';
import type { Happening } from './happening.ts';

interface Scene {
  readonly shop: Shop;
  /** `order/0`: the shop has none yet. */
  readonly order: string;
  readonly happening: Happening;
}

/** What people, systems and bad luck do in one run, as the plan says. */
export class Acts {
  readonly #world: World;
  readonly #disasters: Disasters;

  constructor(world: World, judge: Judge) {
    this.#world = world;
    this.#disasters = new Disasters(world, judge);
  }

  perform(happening: Happening): void {
    const { what } = happening;
    if (Object.hasOwn(FAULTS, what)) this.#strike(what as FaultName, happening);
    else this.#act(what as ActName, happening);
  }

  #strike(name: FaultName, happening: Happening): void {
    const { shop, system, ms, aim } = happening;
    const { faults, ticker } = this.#world;
    const when = FAULTS[name];
    if (when === 'now') {
      const happen = (scene: Happening) => this.#disasters.happen(name, scene, this.#shop(scene));
      if (aim === null) happen(happening);
      else faults.await(aim, (place) => void ticker.after(1, () => happen({ ...happening, shop: place.shop })));
      return;
    }
    const until = when === 'once' || aim !== null ? null : ticker.now() + ms;
    faults.arm({ name, shop, system, until, aim });
  }

  #act(what: ActName, happening: Happening): void {
    const shop = this.#shop(happening);
    const orders = [...shop.db.subjects.values()].filter(({ order }) => order !== null);
    const order = orders[happening.nr % Math.max(1, orders.length)]?.key ?? 'order/0';
    const kind = what === 'order placed' ? ` (${happening.kind})` : `, ${order}`;
    this.#world.say('people', () => `${what}: ${shop.code}${kind}`);
    this.#deeds[what]({ shop, order, happening });
  }

  readonly #deeds: Readonly<Record<ActName, (scene: Scene) => void>> = {
    'order placed': (scene) => this.#place(scene),
    'customer pays': (scene) => setStatus(scene, ['pending', 'failed'], 'processing'),
    'order put on hold': (scene) => setStatus(scene, ['processing'], 'on-hold'),
    'order cancelled': ({ shop, order }) => shop.change(order, { status: 'cancelled' }),
    'order trashed': ({ shop, order }) => shop.change(order, { status: 'trash' }),
    'order edited': ({ shop, order }) => shop.edit(order),
    'order refunded': ({ shop, order }) => shop.refund(order),
    'units refunded': ({ shop, order }) => shop.refund(order, true),
    'refund deleted': ({ shop, order }) => shop.deleteRefund(order),
    'quantity edited': ({ shop, order }) => shop.editQuantity(order),
    'return asked for': ({ shop, order, happening }) =>
      shop.askReturn(order, happening.nr % 2 === 0 ? 'staff' : 'customer'),
    'return withdrawn': ({ shop, happening }) => shop.withdrawReturn(`return/${1 + (happening.nr % 3)}`),
    'note written': ({ shop, order }) => shop.change(order, { customer_note: `at ${this.#world.ticker.now()}` }),
    'order deleted': ({ shop, order }) => shop.delete(order),
    'poisoned order mended': ({ shop }) => this.mend(shop),
    'ERP allocates': () => this.#world.outside.erp.allocate('full'),
    'ERP allocates a part': () => this.#world.outside.erp.allocate('partial'),
    'ERP cancels an order': () => this.#cancelAtErp(),
    'warehouse works': () => this.#world.outside.warehouse.work(),
    'a unit is misplaced': () => this.#world.outside.warehouse.misplace(),
    'carrier delivers': () => this.#world.outside.warehouse.deliver(),
    'goods arrive': ({ happening }) => this.#withGoods(happening.nr, (goods, node, sku) => goods.move(node, sku, 5)),
    'goods come back': () => this.#world.outside.warehouse.receive(),
    'goods inspected': ({ happening }) => this.#world.outside.warehouse.inspect(happening.nr),
    'goods break': ({ happening }) => this.#withGoods(happening.nr, (goods, node, sku) => goods.break(node, sku)),
    'goods lost at once': ({ happening }) => {
      const node = nodeOf(happening);
      this.#world.moveGoods(node, (goods) => goods.lose(node));
    },
    'an article is sold out': () => {
      const [sku = ''] = Object.keys(ON_SALE);
      for (const node of PLACES) this.#world.moveGoods(node, (goods) => goods.empty(node, sku));
    },
    'a place goes offline': ({ happening }) => this.#turn(nodeOf(happening), false),
    'a place is back': ({ happening }) => this.#turn(nodeOf(happening), true),
    'staff retries': ({ shop, order }) => this.command(shop, order, 'retry'),
    'staff retries what is no order': ({ shop, happening }) => this.#decide(shop, happening.nr, 'retry'),
    'documents are told of again': () => this.#world.announceAll(),
    'staff resolves': ({ shop, order }) => this.command(shop, order, 'resolve'),
    'staff ignores': ({ shop, order }) => this.command(shop, order, 'ignore'),
    'staff approves': ({ shop, happening }) => this.#decide(shop, happening.nr, 'approve'),
    'staff rejects': ({ shop, happening }) => this.#decide(shop, happening.nr, 'reject'),
    'staff judges held stock': ({ shop }) => this.judgeHeldStock(shop),
    'backup taken': ({ shop }) => this.#disasters.backUp(shop),
  };

  #withGoods(nr: number, move: (goods: Goods, node: NodeName, sku: string) => void): void {
    const skus = Object.keys(ON_SALE);
    const node = nr % 3 === 0 ? 'EAST' : 'MAIN';
    this.#world.moveGoods(node, (goods) => move(goods, node, skus[nr % skus.length] ?? ''));
  }

  #turn(node: NodeName, online: boolean): void {
    this.#world.moveGoods(node, (goods) => goods.turn(node, online));
  }

  /** Somebody asks the system about what is held: what it says wrongly is rejected. */
  judgeHeldStock(shop: Shop): void {
    for (const role of ['erp', 'wms'] as const)
      this.command(
        shop,
        `inventory/${role}`,
        this.#world.outside.words[role].wrongSince === null ? 'approve' : 'reject',
      );
  }

  /** About a return or a stock that waits for a person. */
  #decide(shop: Shop, nr: number, command: 'approve' | 'reject' | 'retry'): void {
    const asked = [...shop.db.subjects.values()].filter(
      ({ key, order, mirror }) =>
        order === null && !key.startsWith('inventory/') && (mirror?.exceptions.length ?? 0) > 0,
    );
    const one = asked[nr % Math.max(1, asked.length)];
    if (one !== undefined) this.command(shop, one.key, command);
  }

  #cancelAtErp(): void {
    const externalId = this.#world.outside.erp.cancelNewest();
    if (externalId !== null) this.#world.outside.upset(externalId);
  }

  #place({ shop, happening: { kind, nr } }: Scene): void {
    const now = this.#world.ticker.now();
    const checkoutDied = nr === 9;
    const order = placed(kind, `${shop.code}${now}${nr}`, now, shop.goLiveAt);
    shop.place(order, checkoutDied ? UNFILLED_MS : 0, kind === 'spoilt');
  }

  /** What made an order unreadable or unsendable is put right. */
  mend(shop: Shop): void {
    for (const { key, spoilt, order } of shop.db.subjects.values()) {
      if (spoilt) shop.mend(key);
      if (order?.payment_method === 'barter') shop.change(key, { payment_method: 'cod' });
    }
  }

  /** As the panel sends it: about what is shown now. */
  command(shop: Shop, order: string, command: Command['command']): void {
    const row = shop.db.subjects.get(order);
    const first = row?.mirror?.exceptions[0]?.cause ?? null;
    if (!row?.mirror || (command !== 'retry' && first === null)) return;
    shop.command(order, {
      command,
      by: { user_id: 7, name: 'Grace' },
      asked_at: this.#world.ticker.now(),
      seen: { epoch: row.epoch, n: row.n },
      cause: command === 'retry' ? null : first,
      reason: 'seen to',
      filter: null,
    });
  }

  #shop({ shop, nr }: Happening): Shop {
    const all = [...this.#world.shops.values()];
    const found = (shop === null ? undefined : this.#world.shops.get(shop)) ?? all[nr % all.length];
    if (found === undefined) throw new Error('there is no shop');
    return found;
  }
}

const PLACES = Object.keys(NODES) as NodeName[];

const nodeOf = ({ nr }: Happening): NodeName => (nr % 2 === 0 ? 'EAST' : 'MAIN');

function setStatus({ shop, order }: Scene, from: readonly string[], to: string): void {
  if (from.includes(shop.db.subjects.get(order)?.order?.status ?? '')) shop.change(order, { status: to });
}
