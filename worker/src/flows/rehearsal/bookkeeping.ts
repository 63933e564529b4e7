import type {
  Call,
  Command,
  Decider,
  Decision,
  DecisionContext,
  Effect,
  FlowEvent,
  Json,
  Mirror,
  Tell,
} from '@causeway/contracts';
import { kept } from './kept.ts';

/** What an engine would keep of one subject, for the real decider, with a clock that only moves when told. */
export class Bookkeeping<State> {
  readonly subject: string;
  now: number;
  state: State;
  calls: Call[] = [];
  effects: Effect[] = [];
  readonly timers = new Map<string, number>();
  /** Every call's key and every effect's key that this engine ever gave out. */
  readonly keys: string[] = [];
  readonly sent: Call[] = [];
  /** Everything that other subjects were told, in order. */
  readonly told: Tell[] = [];
  /** Every mirror that was decided, also those that a newer one replaced before the shop saw them. */
  mirrors: Mirror[] = [];
  last: Decision<State> | null = null;
  epoch = 1;
  #n = 0;
  /** As the last decision left it, and as it was read again. */
  #left: { readonly state: State; readonly read: State } | null = null;

  constructor(subject: string, state: State, now: number) {
    this.subject = subject;
    this.state = state;
    this.now = now;
  }

  /** Lets the decider decide, and keeps what it decided. Throws where it isn't pure, or its state is no JSON. */
  protected decided<Settings>(
    decider: Decider<State, Settings>,
    event: FlowEvent,
    context: Omit<DecisionContext<Settings>, 'now' | 'subject'>,
  ): Decision<State> {
    const whole = { now: this.now, subject: this.subject, ...context };
    const before = json(this.state);
    const decision = decider.decide(this.state, event, whole);
    // An engine gives a decider the very state that it left, or one read from its JSON.
    const left = this.#left?.read === this.state ? this.#left.state : this.state;
    // Pure: the state that was given stays as it was, and the same question has the same answer.
    if (json(decider.decide(left, event, whole)) !== json(decision)) throw new Error('decided otherwise');
    if (json(this.state) !== before || json(left) !== before)
      throw new Error('the decider changed the state it was given');
    this.state = kept(decision.state);
    this.#left = { state: decision.state, read: this.state };
    this.last = decision;
    this.calls.push(...decision.calls);
    this.sent.push(...decision.calls);
    this.told.push(...decision.tells);
    for (const { name, at } of decision.timers) {
      if (at === null) this.timers.delete(name);
      else this.timers.set(name, at);
    }
    for (const draft of decision.effects) this.#keep(draft);
    this.keys.push(...decision.calls.map(({ key }) => key), ...decision.effects.map(({ key }) => key));
    return decision;
  }

  #keep(draft: Decision<State>['effects'][number]): void {
    this.#n += 1;
    if (draft.kind === 'mirror') {
      this.mirrors.push(draft.body);
      // The newest mirror stands for those before it.
      this.effects = this.effects.filter(({ kind }) => kind !== 'mirror');
    }
    this.effects.push({ ...draft, id: draft.key, subject: this.subject, epoch: this.epoch, n: this.#n });
  }

  /** What Grace asks now, having seen what the shop shows. */
  protected asked(command: Command['command'], seen: Command['seen'], more: Partial<Command>): FlowEvent {
    const by = { user_id: 7, name: 'Grace' };
    const rest = { cause: null, reason: '', filter: null };
    return { type: 'command', command: { command, by, asked_at: this.now, seen, ...rest, ...more } };
  }

  /** Moves the clock to the next timer and takes it off; null: there is none. */
  protected nextTimer(): FlowEvent | null {
    const [next] = [...this.timers].sort(([, a], [, b]) => a - b);
    if (next === undefined) return null;
    const [name, at] = next;
    this.now = Math.max(this.now, at);
    this.timers.delete(name);
    return { type: 'timer', name };
  }

  /** The file is lost, and with it all that was under way: another engine begins from this state. */
  protected beginAnew(state: State): void {
    this.effects = [];
    this.timers.clear();
    this.keys.length = 0;
    this.epoch += 1;
    this.#n = 0;
    this.state = state;
  }

  /** What a subject was told, in order. */
  toldTo(subject: string): Json[] {
    return this.told.flatMap((tell) => (tell.subject === subject ? [tell.body] : []));
  }

  get operations(): string[] {
    return this.sent.map(({ operation }) => operation);
  }
}

/** JSON that has lost nothing: an `undefined` would not come back. */
function json(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (part === undefined) throw new Error(`${key} is undefined: no JSON`);
    return part;
  });
}
