import type { FlowEvent } from '@causeway/contracts';
import type { EngineHost } from '../engine.ts';
import { DeciderDesk, type Ruling } from './decider-desk.ts';
import type { NumberedEffect } from './effect-store.ts';
import { eventOf, memoryOf, type QueuedEvent } from './event-queue.ts';
import { fallbackMirror, type Stumble } from './fallback-mirror.ts';
import { Forgetting } from './forgetting.ts';
import { number } from './prepare.ts';
import { CAUSES, outline, Undecidable } from './problem.ts';
import type { Stores } from './stores.ts';
import type { SubjectRow } from './subject-store.ts';

/** Decides events and writes what was decided. Runs inside a transaction; only the disk can make it throw. */
export class DecisionDesk {
  readonly #host: EngineHost;
  readonly #stores: Stores;
  readonly #desk: DeciderDesk;
  readonly #forgetting: Forgetting;
  readonly #told = new Set<string>();

  constructor(host: EngineHost, stores: Stores) {
    this.#host = host;
    this.#stores = stores;
    this.#desk = new DeciderDesk(host, stores.meta);
    this.#forgetting = new Forgetting(stores);
  }

  /** Decides one event, or keeps it aside; returns how many decisions were written. */
  decide(event: QueuedEvent): number {
    const { setAside } = this.#stores;
    const body = eventOf(event);
    const since = this.#forgetting.before(event, body);
    if (!setAside.has(event)) return this.#attempt(event, body, since);
    let decided = 0;
    if (offersAgain(body)) decided = this.offerAgain(event, body.type === 'look');
    if (!setAside.has(event)) return decided + this.#attempt(event, body);
    // "Something changed" says no more when it is said twice; a blocked subject must not gather them for ever.
    if (body.type !== 'notice' || !setAside.holds(event)) setAside.put(event, null);
    return decided;
  }

  /** Tries all that is set aside for a subject again, in order. `looked`: a newer look makes the older ones void. */
  offerAgain(ref: { readonly shop: string; readonly subject: string }, looked: boolean): number {
    const { setAside } = this.#stores;
    let decided = 0;
    for (const earlier of setAside.takeBack(ref)) {
      const body = eventOf(earlier);
      if (looked && body.type === 'look') continue;
      if (setAside.has(ref)) setAside.put(earlier, null);
      else decided += this.#attempt(earlier, body);
    }
    return decided;
  }

  /** Shops that got effects since this was last asked. */
  takeTold(): string[] {
    const told = [...this.#told];
    this.#told.clear();
    return told;
  }

  /** `begun`: the event from which on a subject that begins anew counts what comes of it. */
  #attempt(event: QueuedEvent, body: FlowEvent, begun = 0): number {
    if (body.type === 'timer' && !this.#stores.timers.hasFired(event, body.name)) return 0;
    const held = this.#stores.subjects.get(event);
    const since = held?.since ?? begun;
    if (event.seq <= since && cameOfIt(body)) return 0;
    let ruling: Ruling;
    try {
      ruling = this.#desk.rule(event, body, held);
    } catch (error) {
      if (!(error instanceof Undecidable)) throw error;
      this.#stumble(event, body, held, error, since);
      return 1;
    }
    if (body.type === 'timer') this.#stores.timers.clear(event, body.name);
    this.#write(event, held, ruling, since);
    return 1;
  }

  #write(event: QueuedEvent, held: SubjectRow | null, { flow, version, prepared }: Ruling, since: number): void {
    const { subjects, timers, queue } = this.#stores;
    const now = this.#host.now();
    const calls = this.#addCalls(event, held?.calls ?? 0, prepared.calls);
    if (prepared.open) timers.apply(event, prepared.timers);
    else timers.clearAll(event);
    for (const { subject, body } of prepared.tells) {
      queue.add({ shop: event.shop, subject }, { type: 'told', from: event.subject, body }, now);
    }
    this.#putEffects(event, prepared.effects);
    const { state, epoch, n, mirrorHash } = prepared;
    const closedAt = prepared.open ? null : (held?.closed_at ?? now);
    subjects.put(
      {
        shop: event.shop,
        subject: event.subject,
        flow,
        version,
        state,
        epoch,
        n,
        calls,
        mirror_hash: mirrorHash,
        labels: JSON.stringify(prepared.labels),
        closed_at: closedAt,
        since,
      },
      held,
    );
  }

  #addCalls(event: QueuedEvent, made: number, wanted: Ruling['prepared']['calls']): number {
    const { calls, lanes } = this.#stores;
    let nr = made;
    for (const call of wanted) {
      if (!calls.add(event, call, nr + 1)) continue;
      nr++;
      lanes.lane(event.shop, call.role).ready++;
    }
    return nr;
  }

  #putEffects(event: QueuedEvent, effects: readonly NumberedEffect[]): void {
    for (const effect of effects) this.#stores.effects.put(event, effect);
    if (effects.length > 0) this.#told.add(event.shop);
  }

  /** Sets the event aside and says so in the shop, where the subject has a flow and the shop is ours. */
  #stumble(event: QueuedEvent, body: FlowEvent, held: SubjectRow | null, error: Undecidable, since: number): void {
    const { setAside, subjects } = this.#stores;
    const cause = error.problem;
    const detail = `${body.type}: ${cause === CAUSES.decider ? outline(error.cause) : error.message}`;
    setAside.put(event, { cause, error: errorText(error) });
    const { shop, subject } = event;
    this.#host.log('error', 'an event was set aside', { shop, subject, cause, detail });
    if (cause === CAUSES.flow || cause === CAUSES.shop) return;
    const stumble = {
      cause,
      detail,
      at: this.#host.now(),
      event: body,
      checkpoint: memoryOf(event)?.checkpoint ?? null,
    };
    const numbered = this.#fallback(event, held, stumble);
    this.#putEffects(event, numbered.effects);
    const row = held ?? { shop, subject, flow: '', version: 0, state: null, calls: 0, labels: '[]' };
    const labels = JSON.stringify([...new Set([...(JSON.parse(row.labels) as string[]), cause])].sort());
    const { epoch, n, mirrorHash } = numbered;
    subjects.put({ ...row, epoch, n, labels, mirror_hash: mirrorHash, closed_at: null, since }, held);
  }

  /** The whole last mirror with the exception on top; where that grew too large, without its story. */
  #fallback(event: QueuedEvent, held: SubjectRow | null, stumble: Stumble) {
    const from = { ...this.#desk.numbering(event, held), mirrorHash: held?.mirror_hash ?? null };
    const last = this.#stores.effects.mirror(event);
    for (const story of [last, last && { ...last, timeline: [], exceptions: [] }]) {
      try {
        const body = fallbackMirror(story, stumble);
        return number(event.subject, [{ kind: 'mirror', key: ENGINE_KEY, body }], from);
      } catch (error) {
        this.#host.log('error', 'the shop can not be told', {
          shop: event.shop,
          subject: event.subject,
          why: outline(error),
        });
      }
    }
    return { ...from, effects: [] };
  }
}

/** The answer to a mirror of this key is the engine's own business. */
export const ENGINE_KEY = 'engine';

/** A person's retry, and a newer look at the subject, try again what was set aside. */
function offersAgain(event: FlowEvent): boolean {
  return event.type === 'look' || (event.type === 'command' && event.command.command === 'retry');
}

/** What comes back of something that the subject itself set going. */
function cameOfIt({ type }: FlowEvent): boolean {
  return type === 'called' || type === 'answered' || type === 'timer';
}

function errorText({ message, cause }: Undecidable): string {
  return cause instanceof Error ? (cause.stack ?? String(cause)) : message;
}
