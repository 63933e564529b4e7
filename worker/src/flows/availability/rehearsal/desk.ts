import {
  type Decision,
  type EffectAnswer,
  type EffectDraft,
  type FlowEvent,
  type InventoryPosition,
  type Json,
  Mirror,
  type OrderStockNeed,
  type ShopStock,
  type StockTriple,
} from '@causeway/contracts';
import { stockSubject } from '../../../policy/stock-subject.ts';
import { kept } from '../../rehearsal/kept.ts';
import { availabilityFlow } from '../availability-flow.ts';
import { AvailabilitySettings } from '../settings.ts';
import type { StockState } from '../state.ts';

export const at = (seconds: number): string =>
  new Date(Date.parse('2026-11-21T10:00:00Z') + seconds * 1000).toISOString();

/** `seconds`: as of when. */
export function position(onHand: string, seconds = 0, more: Partial<InventoryPosition> = {}): InventoryPosition {
  const nothing = { allocated: '0', inTransit: null, damaged: null, quarantined: null };
  return { sku: 'TEA', node: 'MAIN', onHand, ...nothing, asOf: at(seconds), ...more };
}

/** Decides as the engine would: one event at a time for each subject, what one tells another at once after it. */
export class Desk {
  readonly states = new Map<string, StockState>();
  readonly settings: AvailabilitySettings | null;
  now = Date.parse(at(60));
  last: Decision<StockState> | null = null;
  timers = new Map<string, number>();
  /** Of each SKU, all triples that were told. */
  readonly triples: StockTriple[] = [];

  constructor(settings: object | null = { nodes: { MAIN: { role: 'erp' }, EAST: { role: 'erp' } } }) {
    this.settings = settings === null ? null : AvailabilitySettings.parse(settings);
  }

  decide(event: FlowEvent, sku = 'TEA'): EffectDraft[] {
    return this.#decide(stockSubject(sku), event);
  }

  positions(positions: InventoryPosition[], more: object = {}, sku = 'TEA'): EffectDraft[] {
    return this.decide({ type: 'positions', sku, positions, ...more }, sku);
  }

  need(order: number, reduced: string, more: Partial<OrderStockNeed> = {}, sku = 'TEA'): EffectDraft[] {
    const level = { order: `order/${order}`, sku, incarnation: 1, rev: 1, reduced, allocatedAt: null, final: false };
    return this.decide(
      { type: 'told', from: level.order, body: { about: 'stock_need', ...level, ...more } as Json },
      sku,
    );
  }

  /** The shop's answer to the newest triple; it holds that one unless `stock` says otherwise. */
  answer(
    result: EffectAnswer['result'] = 'applied',
    stock: Partial<ShopStock> | null = {},
    sku = 'TEA',
  ): EffectDraft[] {
    const told = this.triples.findLast((triple) => triple.sku === sku);
    if (told === undefined) throw new Error('nothing was told');
    const { version, base, counted, checkpoint } = told;
    const held = { sku, product_id: 7, version, base, counted, checkpoint, stock: base, ...stock };
    const answer = { id: 'e', subject: stockSubject(sku), epoch: 1, n: version, result, message: 'no', look: null };
    const key = `stock#${version}`;
    return this.decide({ type: 'answered', key, kind: 'stock', answer: { ...answer, stock: stock && held } }, sku);
  }

  wait(ms: number, sku = 'TEA'): EffectDraft[] {
    this.now += ms;
    const due = [...this.timers].filter(([, time]) => time <= this.now);
    return due.flatMap(([name]) => {
      this.timers.delete(name);
      return this.decide({ type: 'timer', name }, sku);
    });
  }

  state(sku = 'TEA'): StockState {
    return this.states.get(stockSubject(sku)) ?? availabilityFlow.initial(stockSubject(sku));
  }

  /** The newest triple of a SKU as `[base, counted]`. */
  told(sku = 'TEA'): [string, string] | null {
    const triple = this.triples.findLast((one) => one.sku === sku);
    return triple === undefined ? null : [triple.base, triple.counted];
  }

  #decide(subject: string, event: FlowEvent): EffectDraft[] {
    const before = this.states.get(subject) ?? availabilityFlow.initial(subject);
    const shop = { code: 'DEMO', goLiveAt: 0 };
    const decision = availabilityFlow.decide(before, event, { now: this.now, subject, shop, settings: this.settings });
    this.states.set(subject, kept(decision.state));
    for (const { name, at: time } of decision.timers) {
      if (time === null) this.timers.delete(name);
      else this.timers.set(name, time);
    }
    for (const effect of decision.effects) {
      if (effect.kind === 'stock') this.triples.push(effect.body);
      else if (effect.kind === 'mirror') Mirror.parse(effect.body);
    }
    for (const tell of decision.tells) this.#decide(tell.subject, { type: 'told', from: subject, body: tell.body });
    this.last = decision;
    return [...decision.effects];
  }
}

/** A SKU of which the shop holds `[10, 0]`. */
export function followed(settings?: object): Desk {
  const desk = new Desk(settings);
  desk.positions([position('10')]);
  desk.answer();
  return desk;
}

export const mirrorOf = (effects: EffectDraft[]): Mirror | undefined =>
  effects.flatMap((effect) => (effect.kind === 'mirror' ? [effect.body] : []))[0];
export const causes = (effects: EffectDraft[]) => mirrorOf(effects)?.exceptions.map(({ cause }) => cause);
