import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { FaultName } from '../../faults/catalogue.ts';
import type { Faults, Place } from '../../faults/faults.ts';
import type { Say } from '../../trace/trace.ts';
import type { SubjectName } from '../names.ts';

/** The worker's process that makes a call. */
export interface Caller {
  readonly name: string;
  readonly ended: boolean;
  /** Runs what comes back within the process; nothing, where that has ended. */
  enter(work: () => void): void;
  /** A reply came; `repliedAt`: the system's clock, in whole seconds, as it sent it. */
  heard(system: string, repliedAt: number): void;
  kill(): void;
}

export interface LinePorts {
  readonly faults: Faults;
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => void;
  /** ms of one way, of the call with this number. */
  readonly latency: (call: number) => number;
  readonly say: Say;
  /** Told of every request as it leaves. */
  readonly left: (caller: Caller, operation: string, about: SubjectName) => void;
}

/** When a request was sent, and since when nobody waits for its answer (epoch ms; null: somebody does). */
export interface Sent {
  readonly by: string;
  readonly at: number;
  cutAt: number | null;
}

export interface Errand<T> {
  readonly operation: string;
  readonly about: SubjectName;
  /** It changes something at the system. */
  readonly acts: boolean;
  /** What the system does once the request is there; throws `SystemFailure` where it refuses. */
  readonly perform: (sent: Sent) => T;
}

const SLOW_MS = 12_000;
const RETRY_AFTER_MS = 5000;
/** Within the time that the worker gives a system to commit what it did not answer, and far beyond it. */
const LATE_MS = 4000;
const VERY_LATE_MS = 45_000;

/** How calls reach one system, in every weather. */
export class SystemLine {
  readonly system: string;
  readonly ports: LinePorts;
  /** Failures that were no limit, by shop and subject. */
  readonly troubles = new Map<string, number>();
  /** From when until when the system asked each process for a pause, epoch ms. */
  readonly pauses = new WeakMap<Caller, { readonly from: number; readonly until: number }>();
  /** The first call that left within such a pause. */
  tooSoon: string | null = null;
  /** Work that has begun: what it still asks no pause holds back. */
  readonly #begun = new WeakSet<AbortSignal>();
  #calls = 0;

  constructor(system: string, ports: LinePorts) {
    this.system = system;
    this.ports = ports;
  }

  /** Resolves with the system's answer; rejects with `SystemFailure` or the signal's reason. */
  call<T>(caller: Caller, errand: Errand<T>, signal: AbortSignal): Promise<T> {
    // What a killed process still had in hand goes nowhere.
    if (caller.ended) return new Promise(() => undefined);
    this.#calls += 1;
    const oneWay = this.ports.latency(this.#calls);
    return new Promise<T>((resolve, reject) => {
      const flight = new Flight(this, caller, errand, oneWay, { resolve, reject });
      signal.addEventListener('abort', () => flight.abort(signal.reason), { once: true });
      flight.leave(this.#begun.has(signal));
      this.#begun.add(signal);
    });
  }
}

interface Ends<T> {
  readonly resolve: (reply: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** One call on its way. */
class Flight<T> {
  readonly #line: SystemLine;
  readonly #caller: Caller;
  readonly #errand: Errand<T>;
  readonly #oneWay: number;
  readonly #ends: Ends<T>;
  readonly #sent: Sent;
  readonly #place: Place;
  #over = false;

  constructor(line: SystemLine, caller: Caller, errand: Errand<T>, oneWay: number, ends: Ends<T>) {
    this.#line = line;
    this.#caller = caller;
    this.#errand = errand;
    this.#oneWay = oneWay;
    this.#ends = ends;
    this.#sent = { by: caller.name, at: line.ports.now(), cutAt: null };
    this.#place = { ...errand.about, system: line.system };
  }

  get acts(): boolean {
    return this.#errand.acts;
  }

  get creates(): boolean {
    return this.#errand.operation.startsWith('create');
  }

  /** `goesOn`: it is not the first of what was begun together. */
  leave(goesOn: boolean): void {
    const { operation, about, acts } = this.#errand;
    this.#line.ports.faults.pass(this.#place);
    if (!goesOn) this.#notice();
    if (acts) this.#line.ports.left(this.#caller, operation, about);
    this.#line.ports.say(
      this.#caller.name,
      () => `asks the ${this.#line.system}: ${operation} (${about.shop} ${about.subject})`,
    );
    for (const [fault, fits, treat] of TREATMENTS) {
      if (!fits(this) || !this.#strikes(fault)) continue;
      if (fault !== '429 storm') this.#trouble();
      treat(this as Flight<unknown>);
      return;
    }
    const slow = this.#strikes('slow') ? SLOW_MS : 0;
    this.#later(this.#oneWay, () => this.#arrive(slow));
  }

  /** What leaves in the very instant in which the pause is asked for may not have heard of it yet. */
  #notice(): void {
    const { system, pauses, ports } = this.#line;
    const pause = pauses.get(this.#caller);
    const now = ports.now();
    const { operation, about } = this.#errand;
    if (this.#isPoll) return;
    if (pause === undefined || now <= pause.from || now >= pause.until) return;
    this.#line.tooSoon ??= `${operation} for ${about.externalId} goes to the ${system} ${pause.until - now} ms before its pause is over`;
  }

  /** Stock is polled: no dispatch holds that back, or hears what it is told. */
  get #isPoll(): boolean {
    return this.#errand.operation === 'inventory';
  }

  abort(reason: unknown): void {
    this.#sent.cutAt ??= this.#line.ports.now();
    if (this.#over) return;
    this.#over = true;
    this.#trouble();
    this.#ends.reject(reason);
  }

  /** The request is there after so long, and nobody waits for its answer. */
  strand(ms = this.#oneWay): void {
    this.#sent.cutAt ??= this.#line.ports.now();
    this.#later(ms, () => void this.#perform());
  }

  end(): void {
    this.#caller.kill();
  }

  fail(failure: SystemFailure): void {
    const back = this.#oneWay * 2;
    this.#sent.cutAt ??= this.#line.ports.now() + back;
    this.#back(back, () => {
      const { retryAfterMs } = failure;
      const from = this.#line.ports.now();
      if (retryAfterMs !== null && !this.#isPoll)
        this.#line.pauses.set(this.#caller, { from, until: from + retryAfterMs });
      this.#ends.reject(failure);
    });
  }

  #arrive(slowMs: number): void {
    const done = this.#perform();
    const repliedAt = Math.floor(this.#line.ports.now() / 1000) * 1000;
    const back = this.#oneWay + slowMs;
    if ('failure' in done) {
      this.#back(back, () => this.#ends.reject(done.failure));
      return;
    }
    if (this.acts && this.#strikes('reset after the system committed')) {
      this.#trouble();
      this.fail(new SystemFailure('connection', 'after_send', 'The connection was reset.'));
      return;
    }
    const garbled = this.#strikes('garbled reply');
    if (garbled) this.#trouble();
    const reply = garbled ? ({ nonsense: true } as T) : done.reply;
    this.#back(back, () => {
      if (this.#strikes('crash as the reply comes')) this.end();
      this.#caller.heard(this.#line.system, repliedAt);
      this.#ends.resolve(reply);
    });
  }

  #perform(): { readonly reply: T } | { readonly failure: unknown } {
    const { operation, about, perform } = this.#errand;
    const { say } = this.#line.ports;
    try {
      const reply = perform(this.#sent);
      if (this.acts) say(this.#line.system, () => `did ${operation} for ${about.shop} ${about.subject}`);
      if (this.acts && this.#strikes('crash after the system committed')) this.end();
      return { reply };
    } catch (failure) {
      this.#trouble();
      say(
        this.#line.system,
        () => `refuses ${operation} for ${about.shop} ${about.subject}: ${(failure as Error).message}`,
      );
      return { failure };
    }
  }

  #trouble(): void {
    const { shop, subject } = this.#errand.about;
    const of = `${shop} ${subject}`;
    this.#line.troubles.set(of, (this.#line.troubles.get(of) ?? 0) + 1);
  }

  #strikes(fault: FaultName): boolean {
    return this.#line.ports.faults.at(fault, this.#place);
  }

  #later(ms: number, work: () => void): void {
    this.#line.ports.after(ms, work);
  }

  #back(ms: number, work: () => void): void {
    this.#later(ms, () => {
      if (this.#over) return;
      this.#over = true;
      this.#caller.enter(work);
    });
  }
}

type Treatment = readonly [
  FaultName,
  fits: (flight: { acts: boolean; creates: boolean }) => boolean,
  (flight: Flight<unknown>) => void,
];

const any = () => true;
const acting = ({ acts }: { acts: boolean }) => acts;
const creating = ({ creates }: { creates: boolean }) => creates;
const broken = () => new SystemFailure('connection', 'during_send', 'The connection broke.');

/** What becomes of a call before it is done, in bad weather. */
const TREATMENTS: readonly Treatment[] = [
  [
    'crash after the call left',
    acting,
    (flight) => {
      flight.strand();
      flight.end();
    },
  ],
  [
    'unreachable',
    any,
    (flight) => flight.fail(new SystemFailure('connection', 'before_send', 'It can not be reached.')),
  ],
  [
    '429 storm',
    any,
    (flight) => flight.fail(new SystemFailure('rate_limit', 'before_send', 'Too many requests.', RETRY_AFTER_MS)),
  ],
  [
    'sign-in expired',
    any,
    (flight) => flight.fail(new SystemFailure('authentication', 'before_send', 'The token is not known.')),
  ],
  [
    'error 500, nothing done',
    any,
    (flight) => flight.fail(new SystemFailure('connection', 'after_send', 'It answered 500.')),
  ],
  [
    'lies "already exists"',
    creating,
    (flight) => flight.fail(new SystemFailure('duplicate', 'before_send', 'It already exists.')),
  ],
  ['stuck', any, () => undefined],
  [
    'commits after the reset',
    acting,
    (flight) => {
      flight.fail(broken());
      flight.strand(LATE_MS);
    },
  ],
  [
    'commits long after the reset',
    acting,
    (flight) => {
      flight.fail(broken());
      flight.strand(VERY_LATE_MS);
    },
  ],
];
