import type { ExchangeRequest, ExchangeResponse } from '@causeway/contracts';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import type { Logger } from '../telemetry/log.ts';
import {
  afterKnown,
  afterOpen,
  askFor,
  type Cause,
  isQuiet,
  isSettled,
  type Progress,
  type Question,
  questionOf,
  type Told,
} from './recovery.ts';
import { lookOf, readLooks, readOpen, type UnreadableLook } from './rows.ts';

const PAGE = 100;

export interface RecovererPorts {
  readonly engine: Engine;
  readonly log: Logger;
  /** Gives events to the engine; what is above its limits is left out and said. */
  readonly submit: (events: readonly EngineEvent[]) => Promise<void>;
}

/**
 * Loads a shop's subjects again, exchange by exchange, until nothing of it is in doubt unnoticed. What it has begun is
 * marked in the engine's file: a process that ends on the way begins at the first page again, which is harmless.
 */
export class Recoverer {
  readonly told: Told;
  readonly #code: string;
  readonly #cause: Cause;
  readonly #ports: RecovererPorts;
  #progress: Progress = { step: 'quiet' };
  #loaded = 0;
  #lost = 0;

  constructor(code: string, cause: Cause, told: Told, ports: RecovererPorts) {
    this.told = told;
    this.#code = code;
    this.#cause = cause;
    this.#ports = ports;
    const { engine, log } = ports;
    const line = engine.line(code);
    // What is to be forgotten belongs to no epoch, not even to one of the same number.
    engine.adopt(code, { ...line, epoch: cause === 'anew' ? 0 : line.epoch, recovering: true });
    log.info({ shop: code, cause, ...told }, 'loading the shop again: no call for it leaves until that is done');
  }

  question(): Question {
    return questionOf(this.#progress);
  }

  /** Takes in what an exchange brought. `on`: there is more to ask; `wait`: nothing to do just now; `done`. */
  async take(ask: ExchangeRequest['ask'], response: ExchangeResponse): Promise<'on' | 'wait' | 'done'> {
    const { engine } = this.#ports;
    const before = this.#progress;
    if (before.step === 'quiet' && isQuiet(engine.unfinished(this.#code))) await this.#prepare();
    if (before.step === 'known' && ask.looks.length > 0) {
      await this.#takeKnown(before, response.looks);
      if (response.looks.length === 0) return 'wait';
    }
    if (before.step === 'open' && ask.open_after !== null) await this.#takeOpen(response.open);
    if (this.#progress.step !== 'settling') return this.#progress === before ? 'wait' : 'on';
    if (!isSettled(engine.unfinished(this.#code))) return 'wait';
    engine.adopt(this.#code, { ...this.told, recovering: false });
    this.#ports.log.info({ shop: this.#code, loaded: this.#loaded, lost: this.#lost }, 'the shop is loaded again');
    return 'done';
  }

  async #prepare(): Promise<void> {
    const { engine } = this.#ports;
    if (this.#cause === 'anew') {
      await engine.forget(this.#code);
      engine.adopt(this.#code, { ...this.told, recovering: true });
    }
    if (this.#cause === 'restored') await engine.showAgain(this.#code);
    this.#progress = this.#cause === 'restored' ? askFor(this.#heldAfter('')) : { step: 'open', after: '' };
  }

  async #takeKnown(before: Extract<Progress, { step: 'known' }>, looks: ExchangeResponse['looks']): Promise<void> {
    const { found, unreadable } = readLooks(looks);
    this.#say(unreadable);
    const events: EngineEvent[] = [];
    for (const [subject, event] of found) {
      if (event === null)
        events.push({ id: this.#id(`${subject}@lost`), shop: this.#code, subject, event: { type: 'lost' } });
      else events.push(this.#look(event));
    }
    await this.#submit(events);
    this.#lost += [...found.values()].filter((event) => event === null).length;
    const answered = new Set(looks.map(({ subject }) => subject));
    const { progress, givenUp } = afterKnown(before, answered, (after) => this.#heldAfter(after));
    if (givenUp !== null) this.#ports.log.error({ shop: this.#code, subject: givenUp }, 'the shop says nothing of it');
    this.#progress = progress;
  }

  async #takeOpen(open: ExchangeResponse['open']): Promise<void> {
    const { found, unreadable } = readOpen(open?.events ?? []);
    this.#say(unreadable);
    await this.#submit(found.map((event) => this.#look(event)));
    this.#progress = afterOpen(this.#progress, open);
  }

  async #submit(events: readonly EngineEvent[]): Promise<void> {
    await this.#ports.submit(events);
    this.#loaded += events.length;
  }

  #look(event: Parameters<typeof lookOf>[1]): EngineEvent {
    const { incarnation, rev } = event.data;
    return lookOf(this.#code, event, this.#id(`${event.subject}@${incarnation}.${rev}`), { recovering: true });
  }

  /** The same at every try of this recovery, of no other. */
  #id(what: string): string {
    return `recover:${this.told.epoch}.${this.told.incarnation}:${what}`;
  }

  /** Systems are no subjects of the shop's. */
  #heldAfter(after: string): readonly string[] {
    for (let from = after; ; ) {
      const page = this.#ports.engine.held(this.#code, from, PAGE);
      const asked = page.filter((subject) => !subject.startsWith('system/'));
      if (asked.length > 0 || page.length === 0) return asked;
      from = page.at(-1) ?? '';
    }
  }

  #say(unreadable: readonly UnreadableLook[]): void {
    for (const bad of unreadable) this.#ports.log.error({ shop: this.#code, ...bad }, 'a look can not be read');
  }
}
