import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { change, ordersOf, type StoredOrder } from '../promises/shop-store.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { evalPhp, script } from '../stage/eval.ts';
import type { Ground } from './ground.ts';
import { isCreation } from './moments.ts';

export interface Customers {
  /** Orders that stay. */
  readonly orders: number;
  /** Orders that are placed beside and cancelled some time later. */
  readonly cancelled: number;
  /** Rejects when the shop keeps refusing. */
  readonly say: (line: string) => void;
}

/** Every fifth buys at the checkout, block and classic in turns; the others' orders are made in PHP, by WooCommerce's objects. */
const buysHimself = (number: number) => number % 5 === 0;
const SOLD = ['processing', 'completed', 'cancelled'];
const ROUNDS_MAX = 40;
const ROUND_MS = 1000;

/**
 * Places all orders, never far ahead of the ERP, so that blows meet orders on their way from the first to the last. What
 * a blow thwarts is tried again in the next round, by the customer whose order isn't in the shop. Writes the buyers' log.
 */
export async function buyAll(ground: Ground, { orders, cancelled, say }: Customers): Promise<void> {
  const everyone = Array.from({ length: orders + cancelled }, (_, index) => index + 1);
  const isFickle = (number: number) => number > orders;
  for (let round = 1; ; round += 1) {
    const sold = await soldOrders(ground);
    const missing = everyone.filter((number) => !sold.has(number));
    const regretted = [...sold].filter(([number, { status }]) => isFickle(number) && status !== 'cancelled');
    if (missing.length + regretted.length === 0) return remember(ground, [...sold.values()]);
    if (round > ROUNDS_MAX) throw new Error(`${missing.length} orders could not be placed`);
    if (round > 1) say(`${missing.length} orders were not taken, ${regretted.length} not cancelled: once more`);
    for (const [, { id }] of regretted) await attempt(() => cancel(ground, id));
    // Who buys and who imports, at the same time; the fickle ones are spread among the importer's.
    const imported = spread(
      missing.filter((number) => !isFickle(number) && !buysHimself(number)),
      missing.filter(isFickle),
    );
    await Promise.all([
      checkouts(
        ground,
        missing.filter((number) => !isFickle(number) && buysHimself(number)),
        orders,
      ),
      imports(ground, imported, orders, isFickle),
    ]);
    await pause(round > 1 ? ROUND_MS : 0);
  }
}

async function checkouts(ground: Ground, numbers: readonly number[], orders: number): Promise<void> {
  for (const number of numbers) {
    await untilNear(ground, number, orders);
    await attempt(() => buy(ground.shop, basket(number), number % 10 === 0 ? 'block' : 'classic'));
  }
}

async function imports(
  ground: Ground,
  numbers: readonly number[],
  orders: number,
  isFickle: (number: number) => boolean,
) {
  const chunk = Math.max(3, Math.min(10, Math.floor(orders / 20)));
  let regretting: number[] = [];
  for (let from = 0; from < numbers.length; from += chunk) {
    const these = numbers.slice(from, from + chunk);
    await untilNear(ground, Math.min(...these), orders);
    const made = (await attempt(() => importOrders(ground, these))) ?? [];
    for (const id of regretting) await attempt(() => cancel(ground, id));
    regretting = made.filter((_, index) => isFickle(these[index] ?? 0)).map(({ id }) => id);
  }
  for (const id of regretting) await attempt(() => cancel(ground, id));
}

/** At most a tenth of all orders wait between shop and ERP: progress, not the clock, sets the pace. */
async function untilNear({ proxy }: Ground, number: number, orders: number): Promise<void> {
  const ahead = Math.max(8, orders / 10);
  for (let waited = 0; number - proxy.count(isCreation) > ahead && waited < 200; waited += 1) await pause(50);
}

async function importOrders({ shop }: Ground, numbers: readonly number[]): Promise<{ id: number }[]> {
  const code = `$place = static function ( array $args ): array { ${script('order')} }; return array_map( $place, $args );`;
  const wanted = numbers.map((number) => ({ ...basket(number), status: 'processing' }));
  return evalPhp<{ id: number }[]>(shop, code, wanted);
}

const cancel = ({ shop }: Ground, id: number) => change(shop, id, "$order->update_status( 'cancelled' );");

/** What a blow may thwart; null: it did. */
async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    await pause(ROUND_MS / 2);
    return null;
  }
}

/** Customer's number → his order, as the shop's database has it. */
async function soldOrders({ shop }: Ground): Promise<Map<number, StoredOrder>> {
  for (;;) {
    const found = await attempt(() => ordersOf(shop, SOLD));
    if (found !== null) return new Map(found.map((order) => [Number(/\.(\d+)@/.exec(order.email)?.[1]), order]));
  }
}

function spread(many: readonly number[], few: readonly number[]): number[] {
  const every = Math.max(1, Math.floor(many.length / (few.length + 1)));
  const left = [...few];
  const mixed = many.flatMap((number, index) =>
    (index + 1) % every === 0 ? [number, ...left.splice(0, 1)] : [number],
  );
  return [...mixed, ...left];
}

function remember({ buyerLog }: Ground, orders: readonly StoredOrder[]): void {
  const line = ({ id, key }: StoredOrder) =>
    JSON.stringify({ order_id: id, order_key: key, responded_at_ms: Date.now() });
  writeFileSync(buyerLog, `${orders.map(line).join('\n')}\n`);
}
