import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BUSY_MS, type Fault, type Played } from '../../worker/src/systems/conformance/bench.ts';

/** One request on its way to the system. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Stands between an adapter and its system, passes everything on, and plays faults to the calls that they befall. */
export interface FaultProxy {
  readonly url: string;
  play(fault: Fault, befalls: (call: Call) => boolean): Promise<Played>;
  /** Gives this answer, 200 and JSON, instead of asking the system. */
  answer(body: (call: Call) => object, befalls: (call: Call) => boolean): Played;
  /**
   * Does the deed once, at the next such call: as it comes, or once the system has done it and the caller hasn't heard.
   * `cut`: the caller gets no answer.
   */
  interrupt(at: 'asked' | 'done', befalls: (call: Call) => boolean, deed: () => Promise<'cut' | 'answered'>): Played;
  /** How many calls of this kind passed by now. */
  count(which: (call: Call) => boolean): number;
  stop(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** `answer` asks the system; what was asked has happened then. */
type Strike = (response: ServerResponse, answer: () => Promise<Reply>, call: Call) => Promise<void> | void;

const HUGE_BYTES = 500 * 1024 * 1024;

/** In front of the system at `target`, an address without a trailing slash. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const calls: Call[] = [];
  let strike: { readonly befalls: (call: Call) => boolean; readonly as: Strike; befell: number } | null = null;
  const server = createServer(async (request, response) => {
    try {
      const { call, answer } = await take(request, target);
      calls.push(call);
      if (strike?.befalls(call) !== true) return send(response, await answer());
      strike.befell += 1;
      await strike.as(response, answer, call);
    } catch {
      // Caller or system is gone: the other one sees the connection end.
      response.destroy();
    }
  });
  // One connection a call: none is left over from before a fault.
  server.keepAliveTimeout = 1;
  const port = await listen(server, 0);
  const strikeWith = (befalls: (call: Call) => boolean, as: Strike): Played => {
    const played = { befalls, as, befell: 0 };
    strike = played;
    const heal = async () => {
      strike = null;
      server.closeAllConnections();
    };
    return { befell: () => played.befell, heal };
  };
  return {
    url: `http://127.0.0.1:${port}`,
    count: (which) => calls.filter(which).length,
    stop: () => close(server),
    play: async (fault, befalls) => {
      if (fault === 'not_sent') {
        await close(server);
        return { befell: () => 0, heal: async () => void (await listen(server, port)) };
      }
      return strikeWith(befalls, STRIKES[fault]());
    },
    interrupt: (at, befalls, deed) => {
      const as: Strike = async (response, answer) => {
        strike = null;
        const before = at === 'asked' ? await deed() : 'answered';
        const reply = await answer();
        const after = at === 'done' ? await deed() : before;
        if (after === 'cut') response.destroy();
        else send(response, reply);
      };
      return strikeWith(befalls, as);
    },
    answer: (body, befalls) => {
      const headers = { ...CLOSING, 'content-type': 'application/json' };
      const as: Strike = (response, _, call) =>
        send(response, { status: 200, headers, body: Buffer.from(JSON.stringify(body(call))) });
      return strikeWith(befalls, as);
    },
  };
}

const STRIKES: Readonly<Record<Exclude<Fault, 'not_sent'>, () => Strike>> = {
  lost_reply: () => async (response, answer) => {
    await answer();
    response.destroy();
  },
  failing: () => (response) => {
    response.writeHead(500, { ...CLOSING, 'content-type': 'application/json' }).end('{"error":"within"}');
  },
  busy: () => (response) => {
    response.writeHead(429, { ...CLOSING, 'retry-after': String(BUSY_MS / 1000) }).end();
  },
  silent: () => () => undefined,
  unreadable: () => (response) => {
    response.writeHead(200, { ...CLOSING, 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>');
  },
  cut_off: () => async (response, answer) => {
    const { status, headers, body } = await answer();
    response.writeHead(status, { ...headers, 'content-length': String(body.byteLength) });
    response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => response.destroy());
  },
  misshapen: () => async (response, answer) => {
    const reply = await answer();
    const body = Buffer.from(JSON.stringify(misshapen(JSON.parse(reply.body.toString('utf8')))));
    send(response, { ...reply, body });
  },
  too_large: () => (response) => {
    response.writeHead(200, { ...CLOSING, 'content-type': 'application/json' });
    pour(response, HUGE_BYTES);
  },
  repeats: () => {
    let first: Promise<Reply> | null = null;
    return async (response, answer) => {
      first ??= answer();
      send(response, await first);
    };
  },
};

const CLOSING = { connection: 'close' };
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'host'];

async function take(request: IncomingMessage, target: string): Promise<{ call: Call; answer: () => Promise<Reply> }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = 'GET', url: path = '/' } = request;
  const content = Buffer.concat(chunks);
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name)) as [string, string][];
  const answer = async () => {
    const body = content.byteLength === 0 ? null : content;
    const response = await fetch(target + path, { method, headers, body, redirect: 'manual' });
    const answered = [...response.headers].filter(([name]) => !HOP_BY_HOP.includes(name));
    return {
      status: response.status,
      headers: { ...Object.fromEntries(answered), ...CLOSING },
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
  return { call: { method, path, body: content.toString('utf8') }, answer };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers).end(body);
}

/** Blanks, which JSON allows anywhere, for as long as somebody reads. */
function pour(response: ServerResponse, bytes: number): void {
  const block = Buffer.alloc(64 * 1024, 0x20);
  for (let left = bytes; left > 0 && !response.destroyed; left -= block.byteLength)
    if (!response.write(block)) return void response.once('drain', () => pour(response, left - block.byteLength));
  response.end();
}

/** The same shape outside, and something else wherever a value was. */
function misshapen(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? { unexpected: true } : value.map(misshapen);
  if (typeof value !== 'object' || value === null) return { unexpected: true };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, misshapen(inner)]));
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
