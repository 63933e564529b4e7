import type { Command, Decision, FlowEvent } from '@causeway/contracts';
import { OrderSettings } from '../../order/settings.ts';
import { Bookkeeping } from '../../rehearsal/bookkeeping.ts';
import { returnFlow } from '../return-flow.ts';
import { ReturnSettings } from '../settings.ts';
import type { ReturnState } from '../state.ts';
import { type Mood, Office } from './office.ts';
import { Shop, type Till } from './shop.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** The real decider between a model shop and a model back office. */
export class Road extends Bookkeeping<ReturnState> {
  readonly office = new Office();
  readonly shop = new Shop();
  readonly settings;

  constructor(settings: Partial<Record<keyof ReturnSettings, unknown>> = {}, subject = 'return/12') {
    super(subject, returnFlow.initial(subject), NOW);
    const mapping = { paymentMethods: {}, shippingMethods: {}, taxCodes: {}, skus: { 'SHOP-1': 'ERP-1' } };
    const orders = OrderSettings.parse({ mapping, attemptsMax: 4 });
    const own = ReturnSettings.parse({ mode: 'automatic', approveUpTo: '500', ...settings });
    this.settings = { ...own, mapping: orders.mapping, orders };
  }

  decide(event: FlowEvent): Decision<ReturnState> {
    return this.decided(returnFlow, event, { shop: { code: 'DEMO', goLiveAt: 0 }, settings: this.settings });
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
    this.decide(this.asked(command, { epoch: this.shop.epoch, n: this.shop.n }, more));
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
    const timer = this.nextTimer();
    if (timer === null) return;
    this.office.settle();
    this.decide(timer);
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
    this.beginAnew(returnFlow.initial(this.subject));
    this.look(true);
  }

  get causes(): string[] {
    this.exchange();
    return (this.shop.mirror?.exceptions ?? []).map(({ cause }) => cause);
  }
}
