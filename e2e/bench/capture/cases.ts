import { basket, buyByBlockCheckout } from '../../stage/buyer/index.ts';
import type { Answer } from '../../stage/buyer/visitor.ts';
import type { Shop } from '../../stage/index.ts';
import type { Side } from '../pairing.ts';
import { costOf, type Measured, MeasuredVisitor } from './measured-request.ts';

/** Something whose cost is measured: one run, with the plugin or without. */
export interface Case {
  readonly name: string;
  /** `number` differs for every run and is the same for both runs of a pair's baskets. */
  run(side: Side, number: number): Promise<Measured>;
}

/** A new order and a changed order, saved by CRUD in a request that does nothing else. */
export function saveCases(shop: Shop, existingOrder: number): Case[] {
  const save = (name: string, what: string): Case => ({
    name,
    run: (side, number) =>
      one(shop, side, `${what}-${number}-${side}`, '/?bench', 200, (visitor) =>
        visitor.get('/?bench', { 'X-Bench-Save': `${shop.secret} ${what} ${existingOrder}` }),
      ),
  });
  return [save('save of a new order (2 items)', 'new'), save('save of a changed order', 'changed')];
}

/** A block checkout as a browser does it; only the request that places the order is measured. */
export function checkoutCase(shop: Shop): Case {
  return {
    name: 'block checkout',
    async run(side, number) {
      const id = `checkout-${number}-${side}`;
      const visitor = new MeasuredVisitor(shop.url, side, id);
      await buyByBlockCheckout(shop, basket(Math.floor(number / 2)), visitor);
      const waited_ms = visitor.waitedMs;
      return { ...(await costOf(shop, id, 'POST /wp-json/wc/store/v1/checkout')), waited_ms };
    },
  };
}

/** Requests that have nothing to do with Causeway. `cookie` is the administrator's. */
export function unconcernedCases(shop: Shop, cookie: string): Case[] {
  const page = (name: string, path: string, headers: Record<string, string>): Case => ({
    name,
    run: (side, number) =>
      one(shop, side, `${name}-${number}-${side}`, path, 200, (visitor) => visitor.get(path, headers)),
  });
  return [
    page('front page', '/', {}),
    page('REST', '/wp-json/wp/v2/types', {}),
    page('wp-admin', '/wp-admin/options-general.php', { cookie }),
  ];
}

async function one(
  shop: Shop,
  side: Side,
  id: string,
  path: string,
  status: number,
  ask: (visitor: MeasuredVisitor) => Promise<Answer>,
): Promise<Measured> {
  const visitor = new MeasuredVisitor(shop.url, side, id);
  const answer = await ask(visitor);
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  return { ...(await costOf(shop, id, path)), waited_ms: visitor.waitedMs };
}
