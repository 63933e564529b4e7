import { type Recorder, SAID_BYTES_MAX, type Said } from '../policy/recorder.ts';
import type { LineReply } from './line.ts';

/** Headers that say what was meant, and sign nobody in. */
const TOLD =
  /^(accept|content-type|content-length|content-encoding|date|location|etag|if-match|if-none-match|prefer|retry-after|idempotency-key|(x-)?(request|correlation|trace)-?id|(x-)?ratelimit-[a-z-]+|traceparent)$/i;

const LEFT_OUT = '(left out: it signs in)';

/** What was asked, as it is told. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string | null;
  readonly secret: boolean;
}

/** Follows one exchange, and tells the recorder of it once it is over. */
export class Telling {
  readonly #recorder: Recorder;
  readonly #now: () => number;
  readonly #asked: Asked;
  readonly #at: number;
  #response: LineReply | null = null;
  #read: readonly Uint8Array[] = [];

  constructor(recorder: Recorder, now: () => number, asked: Asked) {
    this.#recorder = recorder;
    this.#now = now;
    this.#asked = asked;
    this.#at = now();
  }

  /** `read` grows while the body is read. */
  answered(response: LineReply, read: readonly Uint8Array[]): void {
    this.#response = response;
    this.#read = read;
  }

  /** Most of what is told is not kept: it is put into words only when the recorder looks at it. */
  over(problem: string | null): void {
    // What is told may wait to be looked at: it holds no more than what can be kept of it.
    this.#read = beginning(this.#read);
    const request = () => this.#request();
    const reply = () => (this.#response === null ? null : this.#reply(this.#response));
    this.#recorder.keep({
      repliedAt: this.#repliedAt(),
      at: this.#at,
      tookMs: this.#now() - this.#at,
      get request() {
        return request();
      },
      get reply() {
        return reply();
      },
      problem,
    });
  }

  #repliedAt(): number | null {
    const at = Date.parse(this.#response?.headers.get('date') ?? '');
    return Number.isNaN(at) ? null : at;
  }

  #request(): Said['request'] {
    const { method, url, headers, content, secret } = this.#asked;
    const { pathname, search } = new URL(url);
    const head = headOf(`${method} ${pathname}${search}`, Object.entries(headers));
    if (content === null) return { head, body: null };
    return { head, body: secret ? LEFT_OUT : text(beginning([Buffer.from(content.slice(0, SAID_BYTES_MAX))])) };
  }

  /** A good reply to a sign-in holds a token; a refusal doesn't, and says why. */
  #reply(response: LineReply): NonNullable<Said['reply']> {
    const head = headOf(`${response.status} ${response.statusText}`.trim(), response.headers);
    return { head, body: this.#asked.secret && response.status < 300 ? LEFT_OUT : text(this.#read) };
  }
}

function headOf(first: string, headers: Iterable<readonly [string, string]>): string {
  const told = [...headers]
    .filter(([name]) => TOLD.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return [first, ...told].join('\n');
}

function beginning(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  const taken: Uint8Array[] = [];
  let room = SAID_BYTES_MAX;
  for (const chunk of chunks) {
    if (room <= 0) break;
    taken.push(chunk.subarray(0, room));
    room -= chunk.byteLength;
  }
  return taken;
}

const text = (chunks: readonly Uint8Array[]): string => new TextDecoder().decode(Buffer.concat(chunks));
