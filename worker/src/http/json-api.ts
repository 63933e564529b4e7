import type { Category, Phase } from '@causeway/contracts';
import type { Recorder } from '../policy/recorder.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { ask, type LineReply, NotConnected } from './line.ts';
import { Telling } from './telling.ts';

/** Replies larger than this are not read: bytes. */
export const REPLY_BYTES_MAX = 8 * 1024 * 1024;

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent instead of `body`, as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  /** It signs in: its content is never recorded, nor that of a good reply. */
  readonly secret?: boolean;
  readonly signal: AbortSignal;
}

/** A reply whose body is JSON; what its status means is the adapter's business. */
export interface JsonReply {
  readonly status: number;
  /** Names in whatever case. */
  readonly headers: Pick<Headers, 'get'>;
  /** Null: empty, or not JSON beside a status that says enough (401, 429, 5xx). */
  readonly body: unknown;
}

export interface JsonApiPorts {
  /** Told of every exchange; nobody is, where it is left out. */
  readonly recorder?: Recorder | undefined;
  /** Epoch ms; the machine's clock where it is left out. */
  readonly now?: (() => number) | undefined;
}

/** A JSON-over-HTTP API of an outside system. `system` is its name in messages ("the ERP"). */
export class JsonApi {
  readonly #base: string;
  readonly #system: string;
  readonly #recorder: Recorder | undefined;
  readonly #now: () => number;

  constructor(base: string, system: string, { recorder, now = Date.now }: JsonApiPorts = {}) {
    this.#base = base.replace(/\/+$/, '');
    this.#system = system;
    this.#recorder = recorder;
    this.#now = now;
  }

  /**
   * Sends one request and reads the whole reply. Throws `SystemFailure`: `connection`/`before_send` where nothing was
   * sent, `connection`/`during_send` where the connection broke, `parse`/`after_send` for what is not JSON and for a
   * redirection, `too_large`/`after_send`; an aborted signal throws its own reason.
   */
  async send(request: JsonRequest): Promise<JsonReply> {
    const content = contentOf(request);
    const headers = { accept: 'application/json', ...content.headers, ...request.headers };
    const telling = this.#telling(request, headers, content.text);
    try {
      const response = await this.#ask(request, headers, content.text);
      const read: Uint8Array[] = [];
      telling?.answered(response, read);
      const reply = this.#understand(response, await this.#read(response, read, request.signal));
      telling?.over(null);
      return reply;
    } catch (error) {
      telling?.over(error instanceof Error ? error.message : 'broken off');
      throw error;
    }
  }

  #telling({ method, path, secret = false }: JsonRequest, headers: Record<string, string>, content: string | null) {
    if (this.#recorder === undefined) return null;
    return new Telling(this.#recorder, this.#now, { method, url: this.#base + path, headers, content, secret });
  }

  async #ask({ method, path, signal }: JsonRequest, headers: Record<string, string>, body: string | null) {
    try {
      return await ask(new URL(this.#base + path), { method, headers, body, signal });
    } catch (error) {
      throw this.#broken(error, signal);
    }
  }

  /** Stops at the bound, also in the middle of a reply without end: what is left of it never comes in. */
  #read({ body }: LineReply, chunks: Uint8Array[], signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      let bytes = 0;
      body.on('data', (chunk: Uint8Array) => {
        bytes += chunk.byteLength;
        chunks.push(chunk);
        if (bytes <= REPLY_BYTES_MAX) return;
        reject(this.#failure('too_large', 'after_send', `answered with more than ${REPLY_BYTES_MAX} bytes`));
        body.destroy();
      });
      body.on('error', (error) => reject(this.#broken(error, signal)));
      body.on('end', () => resolve(UTF8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))));
    });
  }

  #understand({ status, headers }: LineReply, text: string): JsonReply {
    if (REDIRECTS.has(status)) {
      throw this.#failure('parse', 'after_send', `answered ${status}, go elsewhere: is its address right?`);
    }
    if (text === '') return { status, headers, body: null };
    try {
      return { status, headers, body: JSON.parse(text) };
    } catch {
      // Who stands before a system answers these in HTML.
      if (status === 401 || status === 429 || status >= 500) return { status, headers, body: null };
      const kind = headers.get('content-type') ?? 'no content type';
      throw this.#failure('parse', 'after_send', `answered ${status} with something that is not JSON (${kind})`);
    }
  }

  #broken(error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    const code = causeCode(error);
    const phase: Phase = error instanceof NotConnected ? 'before_send' : 'during_send';
    return this.#failure(
      'connection',
      phase,
      phase === 'before_send' ? `can't be reached (${code})` : `broke the connection (${code})`,
    );
  }

  #failure(category: Category, phase: Phase, what: string): SystemFailure {
    return new SystemFailure(category, phase, `${this.#system} ${what}`);
  }
}

function contentOf({ body, form }: JsonRequest): { text: string | null; headers: Record<string, string> } {
  if (form !== undefined) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { text: new URLSearchParams(form).toString(), headers };
  }
  if (body === undefined) return { text: null, headers: {} };
  return { text: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

const UTF8 = new TextDecoder();
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function causeCode(error: unknown): string {
  let at: unknown = error;
  for (let depth = 0; depth < 4 && at instanceof Error; depth += 1) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string') return code;
    if (at instanceof AggregateError && at.errors[0] instanceof Error) at = at.errors[0];
    else at = at.cause;
  }
  return 'no code';
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from `now`; null where absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header.trim()) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
