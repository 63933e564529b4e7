import type { Call, Command, Decision, Effect, FlowEvent, Mirror, Tell } from '@causeway/contracts';
import { kept } from '../../order/rehearsal/kept.ts';
import { OrderSettings } from '../../order/settings.ts';
import { returnFlow } from '../return-flow.ts';
import { ReturnSettings } from '../settings.ts';
import type { ReturnState } from '../state.ts';
import { type Mood, Office } from './office.ts';
import { Shop, type Till } from './shop.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** The real decider between a model shop and a model back office, with a clock that only moves when told. */
export class Road {
  readonly subject: string;
  readonly office = new Office();
  readonly shop = new Shop();
  readonly settings;
  now = NOW;
  state: ReturnState;
  calls: Call[] = [];
  effects: Effect[] = [];
  readonly timers = new Map<string, number>();
  readonly sent: Call[] = [];
  readonly told: Tell[] = [];
  readonly keys: string[] = [];
  mirrors: Mirror[] = [];
  last: Decision<ReturnState> | null = null;
  epoch = 1;
  #n = 0;

  constructor(settings: Partial<Record<keyof ReturnSettings, unknown>> = {}, subject = 'return/12') {
    const mapping = { paymentMethods: {}, shippingMethods: {}, taxCodes: {}, skus: { 'SHOP-1': 'ERP-1' } };
    const orders = OrderSettings.parse({ mapping, attemptsMax: 4 });
    const own = ReturnSettings.parse({ mode: 'automatic', approveUpTo: '500', ...settings });
    this.settings = { ...own, mapping: orders.mapping, orders };
    this.subject = subject;
    this.state = returnFlow.initial(subject);
  }

  decide(event: FlowEvent): Decision<ReturnState> {
    const shop = { code: 'DEMO', goLiveAt: 0 };
    const context = { now: this.now, subject: this.subject, shop, settings: this.settings };
    const before = JSON.stringify(this.state);
    const decision = returnFlow.decide(this.state, event, context);
    // Pure: the state that was given stays as it was.
    if (JSON.stringify(this.state) !== before) throw new Error('the decider changed the state it was given');
    this.state = kept(decision.state);
    this.last = decision;
    this.calls.push(...decision.calls);
    this.sent.push(...decision.calls);
    this.told.push(...decision.tells);
    for (const { name, at } of decision.timers) {
      if (at === null) this.timers.delete(name);
      else this.timers.set(name, at);
    }
    for (const draft of decision.effects) {
      this.#n += 1;
      if (draft.kind === 'mirror') {
        this.mirrors.push(draft.body);
        this.effects = this.effects.filter(({ kind }) => kind !== 'mirror');
      }
      this.effects.push({ ...draft, id: draft.key, subject: this.subject, epoch: this.epoch, n: this.#n });
    }
    this.keys.push(...decision.calls.map(({ key }) => key), ...decision.effects.map(({ key }) => key));
    return decision;
  }

  look(recovering = false): void {
    this.decide({
      type: 'look',
      look: this.shop.look(),
      traceId: 'a'.repeat(32),
      ...(recovering ? { recovering } : {}),
    });
  }

  tell(body: object, from = 'order/42'): void {
    this.decide({ type: 'told', from, body: JSON.parse(JSON.stringify(body)) });
  }

  command(command: Command['command'], more: Partial<Command> = {}): void {
    const seen = { epoch: this.shop.epoch, n: this.shop.n };
    const by = { user_id: 7, name: 'Grace' };
    const whole = { command, by, asked_at: this.now, seen, cause: null, reason: '', filter: null, ...more };
    this.decide({ type: 'command', command: whole });
  }

  /** Lets the oldest call that is out come back. */
  reply(mood: Mood = 'honest'): void {
    const call = this.calls.shift();
    if (call === undefined) return;
    const { key, role, operation } = call;
    this.decide({ type: 'called', key, role, operation, outcome: this.office.answer(call, mood) });
  }

  exchange(till: Till = 'pays'): void {
    for (const effect of this.effects.splice(0)) {
      const answer = this.shop.apply(effect, effect.kind === 'mirror' ? 'pays' : till);
      this.decide({ type: 'answered', key: effect.id, kind: effect.kind, answer });
    }
  }

  /** Moves the clock to the next timer and lets it ring. */
  wait(): void {
    const [next] = [...this.timers].sort(([, a], [, b]) => a - b);
    if (next === undefined) return;
    const [name, at] = next;
    this.office.settle();
    this.now = Math.max(this.now, at);
    this.timers.delete(name);
    this.decide({ type: 'timer', name });
  }

  /** Calls and effects until neither is left: what happens without the clock moving. */
  settle(till: Till = 'pays'): void {
    for (let round = 0; round < 100 && this.calls.length + this.effects.length > 0; round += 1) {
      while (this.calls.length > 0) this.reply();
      this.exchange(till);
    }
  }

  /** The engine's file is lost: a new engine begins from what the shop keeps. */
  loseEngine(): void {
    for (const call of this.calls.splice(0)) this.office.answer(call, 'late');
    for (const effect of this.effects.splice(0)) if (effect.kind === 'refund') this.shop.apply(effect, 'dies');
    this.timers.clear();
    this.keys.length = 0;
    this.epoch += 1;
    this.#n = 0;
    this.state = returnFlow.initial(this.subject);
    this.look(true);
  }

  get causes(): string[] {
    this.exchange();
    return (this.shop.mirror?.exceptions ?? []).map(({ cause }) => cause);
  }

  get operations(): string[] {
    return this.sent.map(({ operation }) => operation);
  }
}
