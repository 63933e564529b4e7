import type {
  CallOutcome,
  Command,
  Decision,
  DecisionContext,
  ErpOrder,
  FlowEvent,
  Json,
  OrderSnapshot,
} from '@causeway/contracts';
import { Bookkeeping } from '../../rehearsal/bookkeeping.ts';
import { orderFlow } from '../order-flow.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import { BackOfficeModel, type Mood } from './back-office.ts';
import { ShopModel } from './shop.ts';
import { anOrder, PLACED_AT, theSettings } from './snapshot.ts';

const SUBJECT = 'order/1042';

/** The real decider between a model shop and a model back office. */
export class Road extends Bookkeeping<OrderState> {
  readonly shop: ShopModel;
  readonly office = new BackOfficeModel();
  settings: OrderSettings;
  goLiveAt: number | null = 0;
  /** What the calls to a role wait for. */
  held: NonNullable<DecisionContext<unknown>['held']> = {};
  /** By how much (ms) the systems' clocks are ahead of this one; null: they tell no time. */
  theirsAhead: number | null = null;
  /** The shop may be told again what it lost. */
  restored = false;
  backup: ReturnType<ShopModel['backup']>;

  constructor(changes: Partial<OrderSnapshot> = {}, settings: Parameters<typeof theSettings>[0] = {}) {
    super(SUBJECT, orderFlow.initial(SUBJECT), PLACED_AT);
    this.shop = new ShopModel(anOrder(changes), PLACED_AT);
    this.settings = theSettings(settings);
    this.backup = this.shop.backup();
  }

  decide(event: FlowEvent): Decision<OrderState> {
    const shop = { code: 'DEMO', goLiveAt: this.goLiveAt };
    return this.decided(orderFlow, event, { shop, settings: this.settings, held: this.held });
  }

  look(look = this.shop.look(), recovering = false): Decision<OrderState> {
    return this.decide({ type: 'look', look, traceId: 'a'.repeat(32), ...(recovering ? { recovering } : {}) });
  }

  notice(role: string): Decision<OrderState> {
    return this.decide({ type: 'notice', role });
  }

  /** What another subject tells the order. */
  tell(from: string, body: Json): Decision<OrderState> {
    return this.decide({ type: 'told', from, body });
  }

  command(command: Command['command'], more: Partial<Command> = {}): Decision<OrderState> {
    return this.decide(this.asked(command, { epoch: this.shop.epoch, n: this.shop.n }, more));
  }

  /** Lets the oldest call that is out come back; null: none is out. */
  reply(mood: Mood = 'honest'): Decision<OrderState> | null {
    const call = this.calls.shift();
    if (call === undefined) return null;
    const answer = this.office.answer(call, mood);
    const at = this.theirsAhead === null ? {} : { at: this.now + this.theirsAhead };
    const outcome = answer.kind === 'ok' ? { ...answer, ...at } : answer;
    return this.decide({ type: 'called', key: call.key, role: call.role, operation: call.operation, outcome });
  }

  /** Lets calls come back until the oldest that is out is such a one. Throws where none is sent. */
  replyUntil(operation: string): void {
    while (this.calls[0]?.operation !== operation) {
      if (this.reply() === null) throw new Error(`no ${operation} is out`);
    }
  }

  /** Lets the shop apply everything it was sent; its answers come back one by one. */
  exchange(mood: 'willing' | 'failing' | 'busy' = 'willing'): void {
    for (const effect of this.effects.splice(0)) {
      const answer = this.shop.apply(effect, mood);
      this.decide({ type: 'answered', key: effect.id, kind: effect.kind, answer });
    }
  }

  /** Moves the clock to the next timer and lets it ring; false: there is none. */
  wait(): boolean {
    const timer = this.nextTimer();
    if (timer === null) return false;
    // What systems still commit is committed before the flow has waited for them to settle.
    this.office.settle();
    this.decide(timer);
    return true;
  }

  /** The engine's file is lost: a new engine begins from what the shop keeps. */
  loseEngine(): void {
    // What the old engine had sent may still be on its way in.
    for (const call of this.calls.splice(0)) this.office.answer(call, 'acts_late');
    this.now += 240_000;
    const { checkpoint } = this.shop.look().memory;
    const begun = checkpoint === null ? null : orderFlow.fromCheckpoint(SUBJECT, checkpoint);
    this.beginAnew(begun ?? orderFlow.initial(SUBJECT));
    this.look(undefined, true);
  }

  /** The worker's process ends and begins again: what was out has an unknown outcome. */
  restart(): void {
    for (const { key, role, operation, ...call } of this.calls.splice(0)) {
      this.office.answer({ key, role, operation, ...call }, 'acts_late');
      this.decide({ type: 'called', key, role, operation, outcome: INTERRUPTED });
    }
  }

  /**
   * The shop is restored from a backup, and goes on with it: calls that were out come back first, those that wait are
   * void, and the order is looked at anew. Without `backup` it is not there any more.
   */
  restoreShop(backup: ReturnType<ShopModel['backup']> | null): void {
    for (let out = this.calls.length; out > 0; out -= 1) this.reply();
    this.restored = true;
    this.calls = [];
    if (backup !== null) this.shop.restore(backup);
    if (backup === null) this.decide({ type: 'lost' });
    else this.look(undefined, true);
  }

  /**
   * Calls and effects until neither is left: what happens in good weather without the clock moving; then the same after
   * each of the next `timers`.
   */
  settleDown(timers = 0): this {
    for (let round = 0; round < 200 && this.calls.length + this.effects.length > 0; round += 1) {
      while (this.calls.length > 0) this.reply();
      this.exchange();
    }
    if (timers === 0) return this;
    this.wait();
    return this.settleDown(timers - 1);
  }

  /** The shop tells of the order for the first time: in good weather the ERP accepts it. */
  begin(): this {
    this.look();
    return this.settleDown();
  }

  /** The order changes in the shop, which says so. */
  change(changes: Partial<OrderSnapshot>): this {
    this.shop.change(changes);
    this.look();
    return this;
  }

  /** The ERP allocates and says so: in good weather the warehouse then has the release. */
  allocate(allocation: ErpOrder['allocation'] = 'full'): this {
    this.office.allocate(allocation);
    this.notice('erp');
    return this.settleDown();
  }

  /** The warehouse makes its next moves (picked, packed, shipped), and then says so. */
  work(moves = 1, inTwoParcels = false): this {
    for (let move = 0; move < moves; move += 1) this.office.work(inTwoParcels);
    this.notice('wms');
    return this.settleDown();
  }

  /** Rows of the mapping that take the place of those it has. */
  map(rows: Partial<OrderSettings['mapping']>): void {
    this.settings = { ...this.settings, mapping: { ...this.settings.mapping, ...rows } };
  }

  get view() {
    this.exchange();
    const { mirror } = this.shop;
    if (mirror === null) throw new Error('nothing was shown yet');
    return mirror;
  }

  get causes(): string[] {
    return this.view.exceptions.map(({ cause }) => cause);
  }
}

const INTERRUPTED: CallOutcome = {
  kind: 'failed',
  category: 'unknown_outcome',
  phase: 'during_send',
  message: 'The worker ended while this call was out',
  retryAfterMs: null,
};
