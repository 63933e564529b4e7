import { readHoldings } from '../checker/holdings/holdings.ts';
import type { Demo } from '../demo/demo.ts';
import { SHOP_CODE } from '../demo/worker-process.ts';
import { eventually } from '../promises/ground.ts';
import { type BasketLine, basket, buy, type Checkout } from '../stage/buyer/index.ts';
import { type Doings, type Ends, endsOf, openIn } from './ends.ts';
import { layGoods } from './goods.ts';

/** What a scenario acts with, and what it has done so far. */
export interface Stage {
  readonly demo: Demo;
  say(line: string): void;
  /** The SKU of one of the scenario's goods. */
  sku(name: string): string;
  /** A customer buys these units of the scenario's goods. Throws when the shop refuses. */
  buy(units: Readonly<Record<string, number>>, checkout?: Checkout): Promise<{ readonly id: number }>;
  /** Waits until the worker follows the stock of the scenario's goods: the shop has been told of each. */
  followed(): Promise<void>;
  /** What the three stores hold now. */
  ends(): Ends;
  /** Waits until the stores hold what `holds` asks for. Throws with `what` when they don't. */
  until(what: string, holds: (ends: Ends) => boolean): Promise<Ends>;
  /** Keeps what the stores hold now, for the judgement at the end. */
  remember(name: string): void;
  /** From now on the worker reaches the shop at this address. */
  reach(shopUrl: string): Promise<void>;
  /** To be done when the scenario is over. */
  afterwards(end: () => Promise<void>): void;
  readonly seen: Readonly<Record<string, Ends>>;
}

export interface Setting {
  /** No other scenario on this shop has it. */
  readonly run: number;
  /** How long something on the way may take; how long it does take decides nothing. */
  readonly patienceMs: number;
  readonly say: (line: string) => void;
  readonly reach: Stage['reach'];
  readonly afterwards: Stage['afterwards'];
}

/** Under what a good of the scenario is sold in this run. */
export const skuOf = (good: string, run: number): string => `${good}-${run}`;

/** Lays the scenario's goods, units by name, under SKUs of their own. */
export async function setStage(demo: Demo, goods: Readonly<Record<string, number>>, setting: Setting): Promise<Stage> {
  const { run, patienceMs, say, reach, afterwards } = setting;
  const read = () => {
    const { shop } = demo.served;
    return readHoldings({ wordpress: shop.site, mariadbSocket: shop.socket, sandbox: demo.sandboxFolder });
  };
  const sku = (good: string) => skuOf(good, run);
  await layGoods(demo, Object.fromEntries(Object.entries(goods).map(([good, units]) => [sku(good), units])));
  const bought: { id: number; key: string }[] = [];
  const doings: Doings = { shopCode: SHOP_CODE, run, bought, before: openIn(read()) };
  const seen: Record<string, Ends> = {};
  const ends = () => endsOf(read(), doings);
  let customers = 0;
  return {
    ...{ demo, say, sku, ends, seen, reach, afterwards },
    async buy(units, checkout = 'block') {
      customers += 1;
      const lines: BasketLine[] = Object.entries(units).map(([good, quantity]) => ({ sku: sku(good), quantity }));
      const { orderId: id, orderKey: key } = await buy(demo.served.shop, { ...basket(customers), lines }, checkout);
      bought.push({ id, key });
      return { id };
    },
    async until(what, holds) {
      return eventually(() => {
        const now = ends();
        if (!holds(now)) throw new Error(`waited in vain: ${what}`);
        return now;
      }, patienceMs);
    },
    async followed() {
      await eventually(() => {
        const { followed } = read().shop;
        const missing = Object.keys(goods).filter((good) => !followed.includes(sku(good)));
        if (missing.length > 0) throw new Error(`waited in vain: nobody follows the stock of ${missing.join(', ')}`);
      }, patienceMs);
    },
    remember(moment) {
      seen[moment] = ends();
    },
  };
}
