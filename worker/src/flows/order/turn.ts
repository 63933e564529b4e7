import type { Call, DecisionContext, EffectDraft, Tell, TimelineEntry } from '@causeway/contracts';
import { TIMELINE_ENTRIES_MAX } from '@causeway/contracts';
import { cut } from '../../policy/raise.ts';
import { NO_AUDIT } from '../audit/pending.ts';
import { copied } from '../copied.ts';
import { upToDate } from './beginning.ts';
import type { OrderSettings } from './settings.ts';
import type { OrderState, StageName } from './state.ts';

/** One decision in the making: a working copy of the state, and what goes out of it. */
export class Turn {
  readonly state: OrderState;
  /** The state that it began with; nobody writes to it. */
  readonly before: OrderState;
  readonly now: number;
  readonly shop: DecisionContext<OrderSettings>['shop'];
  readonly settings: OrderSettings;
  readonly held: NonNullable<DecisionContext<OrderSettings>['held']>;
  readonly calls: Call[] = [];
  readonly effects: EffectDraft[] = [];
  readonly tells: Tell[] = [];
  readonly wakeAt: Record<string, number> = {};

  constructor(state: OrderState, context: DecisionContext<OrderSettings>) {
    this.before = state;
    this.state = workingCopy(current.has(state) ? state : upToDate(state));
    current.add(this.state);
    this.now = context.now;
    this.shop = context.shop;
    this.settings = context.settings;
    this.held = context.held ?? {};
  }

  /** A line of the order's story; of too many the oldest goes, but never the first. */
  say(text: string, level: TimelineEntry['level'] = 'info', actor = 'causeway', at = this.now): void {
    const timeline = [...this.state.timeline, { at, actor: cut(actor, 40), text: cut(text, 200), level }];
    if (timeline.length > TIMELINE_ENTRIES_MAX) timeline.splice(1, timeline.length - TIMELINE_ENTRIES_MAX);
    this.state.timeline = timeline;
  }

  /** Notes when a stage was first reached; false: it had been. */
  reach(stage: StageName, at = this.now): boolean {
    if (this.state.reached[stage] !== undefined) return false;
    this.state.reached[stage] = at;
    return true;
  }

  wake(name: string, at: number): void {
    this.wakeAt[name] = Math.min(at, this.wakeAt[name] ?? at);
  }
}

/** States as this version left them. */
const current = new WeakSet<OrderState>();

/**
 * A copy to write to. What others said (the shop's order, documents, what was sent and told) is replaced whole, never written
 * to: it stays the same object.
 */
function workingCopy(state: OrderState): OrderState {
  const { shop, erp, wms, earlier, sent, stock, audit, timeline } = state;
  const copy = copied<OrderState>({
    ...state,
    ...LEFT_OUT,
    shop: { ...shop, order: null },
    erp: { ...erp, doc: null },
    wms: { ...wms, doc: null },
  });
  copy.shop.order = shop.order;
  copy.erp.doc = erp.doc;
  copy.wms.doc = wms.doc;
  return Object.assign(copy, { earlier, sent, stock, audit, timeline });
}

const LEFT_OUT = { earlier: [], sent: null, stock: null, audit: NO_AUDIT, timeline: [] };
