import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a route answers; `body` is sent as it is. */
export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly type?: string;
  readonly retryAfterSeconds?: number;
}

export interface Arrival {
  readonly method: string;
  /** The path without its query, split at slashes, decoded. */
  readonly path: readonly string[];
  /** Decoded; of a name that comes twice the last. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Null: not a path of this route. */
export type Route = (arrival: Arrival) => Promise<Reply> | null;

/** By what its paths begin with. What begins otherwise is 404. */
export type Routes = Readonly<Record<string, Route>>;

const BODY_BYTES_MAX = 256 * 1024;

/** The worker's HTTP door. Bodies are bounded, slow senders are cut off, and an error says nothing of the inside. */
export class IntakeServer {
  readonly #server: Server;

  constructor(routes: Routes, failed: (error: unknown) => void) {
    this.#server = createServer({ requestTimeout: 15_000, headersTimeout: 5_000, connectionsCheckingInterval: 2_000 });
    this.#server.maxConnections = 512;
    this.#server.on('request', (request, response) => {
      answer(routes, request)
        .catch((error: unknown): Reply => {
          failed(error);
          return { status: 500, body: 'internal error\n' };
        })
        .then((reply) => send(response, reply));
    });
  }

  /** Resolves with the port that was bound. Rejects with `IntakeUnavailable`, or what else `listen` says. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) => reject(IntakeUnavailable.of(error, host, port) ?? error);
      this.#server.once('error', failed);
      this.#server.listen(port, host, () => {
        this.#server.off('error', failed);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** The configured address can't be listened on; the message names the option. */
export class IntakeUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IntakeUnavailable';
  }

  static of({ code }: NodeJS.ErrnoException, host: string, port: number): IntakeUnavailable | null {
    const words: Readonly<Record<string, string>> = {
      EADDRINUSE: `intake.port: ${host}:${port} is taken by another program`,
      EACCES: `intake.port: this user may not listen on port ${port}`,
      EADDRNOTAVAIL: `intake.host: ${host} is no address of this machine`,
    };
    const message = words[code ?? ''];
    return message === undefined ? null : new IntakeUnavailable(message);
  }
}

async function answer(routes: Routes, request: IncomingMessage): Promise<Reply> {
  const bytes = await read(request);
  if (!Buffer.isBuffer(bytes)) return bytes;
  const [address = '', ...search] = (request.url ?? '/').split('?');
  const path = pathOf(address);
  if (path === null) return { status: 400, body: 'unreadable path\n' };
  const body = textOf(bytes);
  // Signatures are of bytes: text that had to be mended would never match its own.
  if (body === null) return { status: 415, body: 'text in UTF-8 only, not compressed\n' };
  const query = Object.fromEntries(new URLSearchParams(search.join('?')));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '');
  const route = Object.hasOwn(routes, path[0] ?? '') ? routes[path[0] ?? ''] : undefined;
  const reply = route?.({ method: request.method ?? '', path, query, headers, body }) ?? null;
  return reply ?? { status: 404, body: 'not found\n' };
}

function pathOf(address: string): string[] | null {
  try {
    return address.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return null;
  }
}

const tooLarge: Reply = { status: 413, body: `at most ${BODY_BYTES_MAX} bytes\n` };

/** What says in advance that it is too large is not waited for. Who breaks off gets an answer that nobody reads. */
async function read(request: IncomingMessage): Promise<Buffer | Reply> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > BODY_BYTES_MAX) return tooLarge;
      chunks.push(chunk);
    }
  } catch {
    return { status: 400, body: 'the body broke off\n' };
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'content-type': reply.type ?? 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(reply.retryAfterSeconds === undefined ? {} : { 'retry-after': String(reply.retryAfterSeconds) }),
    ...(reply.status === 413 ? { connection: 'close' } : {}),
  });
  response.end(reply.body ?? '');
}
