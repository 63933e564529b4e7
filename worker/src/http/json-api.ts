import type { Category, Phase } from '@causeway/contracts';
import { SystemFailure } from '../policy/system-failure.ts';

/** Replies larger than this are not read: bytes. */
export const REPLY_BYTES_MAX = 8 * 1024 * 1024;

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** A reply whose body is JSON; what its status means is the adapter's business. */
export interface JsonReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A JSON-over-HTTP API of an outside system. `system` is its name in messages ("the ERP"). */
export class JsonApi {
  readonly #base: string;
  readonly #system: string;

  constructor(base: string, system: string) {
    this.#base = base.replace(/\/+$/, '');
    this.#system = system;
  }

  /**
   * Sends one request and reads the whole reply. Throws `SystemFailure`: `connection`/`before_send` where nothing was
   * sent, `connection`/`during_send` where the connection broke, `parse`/`after_send` for what is not JSON,
   * `too_large`/`after_send`; an aborted signal throws its own reason.
   */
  async send(request: JsonRequest): Promise<JsonReply> {
    const response = await this.#fetch(request);
    const text = await this.#read(response, request.signal);
    if (text === '') return { status: response.status, headers: response.headers, body: null };
    try {
      return { status: response.status, headers: response.headers, body: JSON.parse(text) };
    } catch {
      if (response.status >= 500) return { status: response.status, headers: response.headers, body: null };
      const kind = response.headers.get('content-type') ?? 'no content type';
      throw this.#failure(
        'parse',
        'after_send',
        `answered ${response.status} with something that is not JSON (${kind})`,
      );
    }
  }

  async #fetch(request: JsonRequest): Promise<Response> {
    const hasBody = request.body !== undefined;
    try {
      return await fetch(this.#base + request.path, {
        method: request.method,
        headers: {
          accept: 'application/json',
          ...(hasBody ? { 'content-type': 'application/json' } : {}),
          ...request.headers,
        },
        ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
        redirect: 'error',
        signal: request.signal,
      });
    } catch (error) {
      throw this.#broken(error, request.signal);
    }
  }

  async #read(response: Response, signal: AbortSignal): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of response.body ?? []) {
        bytes += chunk.byteLength;
        if (bytes > REPLY_BYTES_MAX) break;
        chunks.push(chunk);
      }
    } catch (error) {
      throw this.#broken(error, signal);
    }
    if (bytes > REPLY_BYTES_MAX) {
      throw this.#failure('too_large', 'after_send', `answered with more than ${REPLY_BYTES_MAX} bytes`);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  #broken(error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    const code = causeCode(error);
    const phase: Phase = NOT_SENT.has(code) ? 'before_send' : 'during_send';
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

/** Error codes with which no byte of a request has left. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

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
