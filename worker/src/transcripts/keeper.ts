import type { Said } from '../policy/recorder.ts';
import type { Entry, Occasion, Outcome } from './entry.ts';
import { personalValuesOf } from './personal-values.ts';
import { Redaction } from './redaction.ts';
import type { TranscriptFile } from './transcript-file.ts';

/** Exchanges that wait to be written; of a flood the oldest are let go. */
const WAITING_MAX = 100;

interface Waiting {
  readonly about: Omit<Entry, keyof Said>;
  readonly said: Said;
  /** The same for all of a conversation. */
  readonly redaction: () => Redaction;
}

export interface KeeperPorts {
  readonly file: Pick<TranscriptFile, 'keep' | 'of' | 'close'>;
  /** What is known of a shop's subject: whatever there names a person is masked too. */
  readonly knownOf: (shop: string, subject: string) => unknown;
  /** Told once of each new problem; it may quote nothing that was said. */
  readonly problem: (problem: string) => void;
}

/** Redacts what was said and writes it, one exchange a turn of the event loop. No call waits for it, or fails of it. */
export class Keeper {
  readonly #ports: KeeperPorts;
  #waiting: Waiting[] = [];
  #next: NodeJS.Immediate | null = null;
  #lastProblem = '';
  #closed = false;

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  take(occasion: Occasion, outcome: Outcome, said: readonly Said[]): void {
    if (said.length === 0 || this.#closed) return;
    const { request, ...about } = occasion;
    let made: Redaction | null = null;
    const redaction = () => {
      made ??= new Redaction(personalValuesOf(request, this.#ports.knownOf(occasion.shop, occasion.subject)));
      return made;
    };
    for (const one of said) this.#waiting.push({ about: { ...about, outcome }, said: one, redaction });
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting.splice(0, this.#waiting.length - WAITING_MAX);
      this.#say('too much to keep at once: some was let go');
    }
    this.#next ??= setImmediate(() => this.#turn());
  }

  /** Newest first. */
  of(shop: string, subject: string, limit: number): readonly Entry[] {
    this.#writeAll();
    try {
      return this.#ports.file.of(shop, subject, limit);
    } catch (error) {
      this.#say(codeOf(error));
      return [];
    }
  }

  close(): void {
    if (this.#next !== null) clearImmediate(this.#next);
    this.#writeAll();
    this.#closed = true;
    this.#ports.file.close();
  }

  #turn(): void {
    const first = this.#waiting.shift();
    this.#next = this.#waiting.length === 0 ? null : setImmediate(() => this.#turn());
    if (first !== undefined) this.#write(first);
  }

  #writeAll(): void {
    for (const one of this.#waiting.splice(0)) this.#write(one);
  }

  #write({ about, said, redaction }: Waiting): void {
    try {
      this.#ports.file.keep({ ...about, ...redacted(said, redaction()) });
      this.#lastProblem = '';
    } catch (error) {
      this.#say(codeOf(error));
    }
  }

  #say(problem: string): void {
    if (problem !== this.#lastProblem) this.#ports.problem(problem);
    this.#lastProblem = problem;
  }
}

function redacted({ request, reply, problem, ...times }: Said, redaction: Redaction): Said {
  const spoken = ({ head, body }: Said['request']) => {
    return { head: redaction.head(head), body: body === null ? null : redaction.body(body) };
  };
  return {
    ...times,
    request: spoken(request),
    reply: reply === null ? null : spoken(reply),
    problem: problem === null ? null : redaction.body(problem),
  };
}

const codeOf = (error: unknown): string => {
  const { errstr, code, name } = error as { errstr?: unknown; code?: unknown; name?: unknown };
  return String(errstr ?? code ?? name ?? 'unknown');
};
