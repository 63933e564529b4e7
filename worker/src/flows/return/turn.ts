import type { Call, Category, DecisionContext, EffectDraft, Tell, TimelineEntry } from '@causeway/contracts';
import { TIMELINE_ENTRIES_MAX } from '@causeway/contracts';
import { cut } from '../../policy/raise.ts';
import type { RetrySchedule } from '../../policy/retry.ts';
import type { Audited } from '../audit/pending.ts';
import { withEntry } from '../audit/pending.ts';
import { copied } from '../copied.ts';
import type { Desk } from '../errand/errand.ts';
import { scheduleOf } from '../order/patience.ts';
import type { ReturnSettings } from './settings.ts';
import type { ReturnState, StageName } from './state.ts';

/** One decision in the making: a working copy of the state, and what goes out of it. */
export class Turn implements Desk {
  readonly state: ReturnState;
  readonly now: number;
  readonly shop: DecisionContext<ReturnSettings>['shop'];
  readonly rules: ReturnSettings;
  readonly calls: Call[] = [];
  readonly effects: EffectDraft[] = [];
  readonly tells: Tell[] = [];
  readonly wakeAt: Record<string, number> = {};

  constructor(state: ReturnState, { now, shop, settings }: DecisionContext<ReturnSettings>) {
    this.state = copied(state);
    this.now = now;
    this.shop = shop;
    this.rules = settings;
  }

  get subject(): string {
    return this.state.subject;
  }

  get settings(): Desk['settings'] {
    return this.rules.orders;
  }

  scheduleOf(category: Category | null): RetrySchedule {
    return scheduleOf(this.rules.orders, category);
  }

  /** A line of the return's story; of too many the oldest goes, but never the first. */
  say(text: string, level: TimelineEntry['level'] = 'info', actor = 'causeway'): void {
    const { timeline } = this.state;
    timeline.push({ at: this.now, actor: cut(actor, 40), text: cut(text, 200), level });
    if (timeline.length > TIMELINE_ENTRIES_MAX) timeline.splice(1, timeline.length - TIMELINE_ENTRIES_MAX);
  }

  /** Notes when a stage was first reached; false: it had been. */
  reach(stage: StageName): boolean {
    if (this.state.reached[stage] !== undefined) return false;
    this.state.reached[stage] = this.now;
    return true;
  }

  wake(name: string, at: number): void {
    this.wakeAt[name] = Math.min(at, this.wakeAt[name] ?? at);
  }

  /** Writes down what changed money or goods: mirrors carry it until the shop has taken one. */
  audit(action: string, audited: Audited): void {
    this.state.audit = withEntry(this.state.audit, this.state.mirror.asked + 1, { ...audited, at: this.now, action });
  }
}
