import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A connection without a request is kept so long, unless its server says how long: most close theirs after 5 s. */
const KEPT_MS = 4000;
const CONNECT_MS_MAX = 10_000;

const AGENTS = {
  'http:': new HttpAgent({ keepAlive: true, timeout: KEPT_MS }),
  'https:': new HttpsAgent({ keepAlive: true, timeout: KEPT_MS }),
};

/** No connection came about: nothing was sent. `cause` says why. */
export class NotConnected extends Error {
  constructor(cause: unknown) {
    super('no connection', { cause });
    this.name = 'NotConnected';
  }
}

export interface LineRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

/** An answer whose body is still to be read. */
export interface LineReply {
  readonly status: number;
  readonly statusText: string;
  readonly headers: ReplyHeaders;
  /** Read it, or destroy it: else its connection stays taken. */
  readonly body: Readable;
}

/** What a reply says of itself; names in whatever case. */
export class ReplyHeaders {
  readonly #headers: IncomingMessage['headers'];

  constructor(headers: IncomingMessage['headers']) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (const name of Object.keys(this.#headers)) yield [name, this.get(name) ?? ''];
  }
}

/**
 * One request over a kept connection; a redirection is a reply like any other. Rejects with `NotConnected`, with the
 * signal's reason, or with what broke the connection. `fetch` does the same for three times the processor's time.
 */
export function ask(url: URL, { method, headers, body, signal }: LineRequest): Promise<LineReply> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const secure = url.protocol === 'https:';
    const size: Record<string, number> = body === null ? {} : { 'content-length': Buffer.byteLength(body) };
    const all = { 'user-agent': 'Causeway', 'accept-encoding': 'gzip, deflate, br', ...headers, ...size };
    const options = { method, headers: all, agent: AGENTS[secure ? 'https:' : 'http:'] };
    const sent = (secure ? httpsRequest : httpRequest)(url, options, (reply) => {
      const { statusCode: status = 0, statusMessage: statusText = '' } = reply;
      resolve({ status, statusText, headers: new ReplyHeaders(reply.headers), body: decoded(reply) });
    });
    const isConnected = watchConnection(sent, secure ? 'secureConnect' : 'connect');
    const cut = () => sent.destroy(signal.reason as Error);
    signal.addEventListener('abort', cut, { once: true });
    sent.on('close', () => signal.removeEventListener('abort', cut));
    sent.on('error', (error) => reject(isConnected() ? error : new NotConnected(error)));
    sent.end(body ?? undefined);
  });
}

/**
 * Bounds the time to connect, and knows whether it succeeded. A process that was stopped meanwhile finds the connection before
 * its own timers: what it wanted to say is too old then, and whoever took over may have said it.
 */
function watchConnection(sent: ClientRequest, event: 'connect' | 'secureConnect'): () => boolean {
  let connected = false;
  sent.once('socket', (socket) => {
    connected = sent.reusedSocket;
    if (connected) return;
    const late = Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => sent.destroy(late), CONNECT_MS_MAX);
    const began = performance.now();
    sent.once('close', () => clearTimeout(timer));
    socket.prependOnceListener(event, () => {
      clearTimeout(timer);
      connected = performance.now() - began < CONNECT_MS_MAX;
      if (!connected) sent.destroy(late);
    });
  });
  return () => connected;
}

/** The body as it was before it was packed; what breaks the reply breaks it too. */
function decoded(reply: IncomingMessage): Readable {
  const unpacking = UNPACKING[reply.headers['content-encoding']?.toLowerCase() ?? ''];
  if (unpacking === undefined) return reply;
  const unpacked = unpacking();
  reply.on('error', (error) => unpacked.destroy(error));
  unpacked.on('close', () => reply.destroy());
  return reply.pipe(unpacked);
}

const UNPACKING: Readonly<Record<string, () => ReturnType<typeof createGunzip> | ReturnType<typeof createInflate>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
