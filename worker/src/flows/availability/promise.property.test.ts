import { StockTriple } from '@causeway/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Goods } from './rehearsal/goods.ts';
import { available, baseMax, countedIn, takenIn } from './rehearsal/truth.ts';

type Act = readonly [what: keyof typeof ACTS, number];

const ACTS = {
  buy: (goods: Goods, n: number) => goods.buy(1 + (n % 4)),
  cancel: (goods: Goods, n: number) => goods.cancel(n),
  refund: (goods: Goods, n: number) => goods.refund(n),
  allocate: (goods: Goods, n: number) => goods.allocate(n),
  ship: (goods: Goods, n: number) => goods.ship(n),
  receive: (goods: Goods, n: number) => goods.office.move(n % 2 ? 'MAIN' : 'EAST', 1 + (n % 6)),
  'sell elsewhere': (goods: Goods, n: number) => goods.office.move(n % 2 ? 'MAIN' : 'EAST', -(1 + (n % 3))),
  poll: (goods: Goods) => goods.poll(),
  'poll late': (goods: Goods, n: number) => goods.repeatPoll(n),
  tell: (goods: Goods) => goods.tell(),
  'tell late': (goods: Goods, n: number) => goods.repeatTell(n),
  exchange: (goods: Goods) => goods.exchange(false),
  'answer lost': (goods: Goods) => goods.exchange(true),
  answers: (goods: Goods) => goods.hearAnswers(),
  wait: (goods: Goods, n: number) => goods.wait(n % 3 ? 5000 : 2 * 3_600_000),
  'lose engine': (goods: Goods) => goods.loseEngine(),
};

const often: (keyof typeof ACTS)[] = [
  'buy',
  'tell',
  'tell',
  'poll',
  'allocate',
  'exchange',
  'answers',
  'answers',
  'ship',
];
const act = fc.tuple(
  fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[]), ...often, ...often),
  fc.nat({ max: 40 }),
) as fc.Arbitrary<Act>;

/** Promise 5, by a count of its own of what each triple may have counted. */
function check(goods: Goods): void {
  const { shop, held } = goods;
  if (shop.triple === null || held === null) return;
  expect(StockTriple.safeParse(shop.triple).error).toBeUndefined();
  const base = Number(shop.triple.base);
  const counted = countedIn(held);
  const uncounted = [...takenIn(shop)].reduce((sum, [order, units]) => sum + units - (counted.get(order) ?? 0), 0);
  expect(shop.stock, 'stock ≤ last base − what was taken and not counted').toBeLessThanOrEqual(base - uncounted);
  expect(base, 'base ≤ what lies there − what was sold of it').toBeLessThanOrEqual(baseMax(held));
}

test('promise 5: no oversell by us, whatever is doubled, late, out of order or lost; in the end the shop has what is there', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 120, size: 'max' }), (acts) => {
      const goods = new Goods();
      goods.poll();
      goods.exchange(false);
      goods.hearAnswers();
      for (const [what, n] of acts) {
        ACTS[what](goods, n);
        check(goods);
      }
      goods.calm();
      check(goods);
      expect(goods.shop.stock).toBe(available(goods.office, goods.shop));
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) },
  );
});
