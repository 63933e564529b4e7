import type { Effect, FlowEvent, ShopStock } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { scaled } from '../../policy/rounding/money.ts';
import { availabilityFlow } from './availability-flow.ts';
import { AvailabilitySettings } from './settings.ts';
import type { StockState } from './state.ts';
import { DIFFERENCE, STOCK_RECONCILIATION } from './verification.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const settings = AvailabilitySettings.parse({ nodes: { MAIN: { role: 'wms' } } });

/** The decider and a shop that applies triples as it must; its stock may be changed behind both. */
class Shop {
  stock: number;
  state: StockState = availabilityFlow.initial('stock/CW-1');
  shown: readonly string[] = [];
  triples: Extract<Effect, { kind: 'stock' }>['body'][] = [];
  #held: ShopStock | null = null;
  #runs = 0;

  constructor(stock: number) {
    this.stock = stock;
  }

  decide(event: FlowEvent): void {
    const context = { now: NOW, subject: 'stock/CW-1', shop: { code: 'DEMO', goLiveAt: 0 }, settings };
    const { state, effects } = availabilityFlow.decide(this.state, event, context);
    this.state = state;
    for (const effect of effects)
      if (effect.kind === 'mirror') this.shown = effect.body.exceptions.map(({ cause }) => cause);
    for (const effect of effects) {
      if (effect.kind !== 'stock') continue;
      const answer = { id: effect.key, subject: 'stock/CW-1', epoch: 1, n: 1, message: '', look: null };
      const stock = this.#apply(effect.body);
      this.decide({
        type: 'answered',
        key: effect.key,
        kind: 'stock',
        answer: { ...answer, result: 'applied', stock },
      });
    }
  }

  #apply(body: Extract<Effect, { kind: 'stock' }>['body']): ShopStock {
    this.triples.push(body);
    const before = this.#held;
    if (before !== null) {
      const by = [body.base, body.counted, body.correction ?? '0'].map(Number) as [number, number, number];
      this.stock += by[0] - Number(before.base) + by[1] - Number(before.counted) + by[2];
    }
    const { sku, version, base, counted, checkpoint } = body;
    this.#held = { sku, product_id: 7, version, base, counted, checkpoint, stock: String(this.stock) };
    return this.#held;
  }

  positions(onHand: string): void {
    const asOf = new Date(NOW).toISOString();
    const none = { allocated: null, inTransit: null, damaged: null, quarantined: null };
    const positions = [{ sku: 'CW-1', node: 'MAIN', onHand, ...none, asOf }];
    this.decide({ type: 'positions', sku: 'CW-1', positions });
  }

  verify(more: object = {}): void {
    this.#runs += 1;
    this.decide({
      type: 'told',
      from: STOCK_RECONCILIATION,
      body: { about: 'verify', run: `run${this.#runs}`, ...more },
    });
  }

  command(command: 'approve' | 'ignore', cause: string | null): void {
    const by = { user_id: 7, name: 'Grace' };
    const whole = { command, by, asked_at: NOW, seen: null, cause, reason: 'counted', filter: null };
    this.decide({ type: 'command', command: whole });
  }
}

function told(stock = 10): Shop {
  const shop = new Shop(stock);
  shop.positions('10');
  return shop;
}

test('a stock that is as it was told: looked at, and nobody is asked', () => {
  const shop = told();
  shop.verify();
  shop.verify();
  expect([shop.stock, shop.state.difference, shop.state.verified, shop.shown]).toEqual([10, null, 'run2', []]);
});

test('a stock that was changed by hand is a difference from the second look on: one alone may be an order on its way', () => {
  const shop = told();
  shop.stock = 14;
  shop.verify();
  expect([shop.state.difference, shop.shown]).toEqual([{ units: '4', again: false }, []]);
  shop.verify();
  expect(shop.shown).toEqual([DIFFERENCE]);
  expect(shop.stock).toBe(14);
});

test('approved, the shop is corrected by the difference, beside what is sold and received meanwhile; once', () => {
  const shop = told();
  shop.stock = 14;
  shop.verify();
  shop.verify();
  shop.stock -= 3;
  shop.command('approve', DIFFERENCE);
  expect([shop.stock, shop.shown]).toEqual([7, []]);
  shop.positions('12');
  expect(shop.stock).toBe(9);
  expect(shop.triples.map(({ correction }) => correction)).toEqual([undefined, undefined, undefined, '-4', undefined]);
  const versions = shop.triples.map(({ version }) => version);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
});

test('ignored, it stays and asks nobody again, until it is another one', () => {
  const shop = told();
  shop.stock = 8;
  shop.verify();
  shop.verify();
  shop.command('ignore', DIFFERENCE);
  shop.verify();
  expect([shop.stock, shop.shown]).toEqual([8, []]);
  shop.stock = 5;
  shop.verify();
  shop.verify();
  expect(shop.shown).toEqual([DIFFERENCE]);
});

test('the stock that Causeway took over stays as it was until a person approves what is available to sell', () => {
  const shop = told(25);
  expect([shop.stock, shop.shown]).toEqual([25, ['stock:first_difference']]);
  shop.command('approve', 'stock:first_difference');
  expect([shop.stock, shop.shown]).toEqual([10, []]);
  shop.verify();
  expect(shop.state.difference).toBeNull();
});

test('units that an order took and the triple has not counted yet are no difference', () => {
  const shop = told();
  shop.stock = 8;
  const need = { about: 'stock_need', order: 'order/7', sku: 'CW-1', incarnation: 1, rev: 1, reduced: '2' };
  shop.decide({ type: 'told', from: 'order/7', body: { ...need, allocatedAt: null, final: false } });
  shop.verify();
  expect([shop.stock, shop.state.difference]).toEqual([8, null]);
  expect(scaled(shop.triples.at(-1)?.counted ?? '0')).toBe(scaled('2'));
});

test.each([
  [8, []],
  [12, []],
  [13, [DIFFERENCE]],
])('of 10 that were told, %i there is a difference beyond two: %j', (stock, causes) => {
  const shop = told();
  shop.stock = stock;
  shop.verify({ tolerance: '2' });
  shop.verify({ tolerance: '2' });
  expect(shop.shown).toEqual(causes);
});

test('nothing waits: approving changes nothing and says so', () => {
  const shop = told();
  shop.command('approve', null);
  expect([shop.stock, shop.triples.length]).toEqual([10, 1]);
});
