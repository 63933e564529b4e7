import * as z from 'zod';
import { JsonApi, type JsonReply, type JsonRequest, retryAfterMs } from '../../http/json-api.ts';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Surroundings } from '../adapter.ts';
import { type Line, lineTo } from './line.ts';
import { refusal } from './refusal.ts';
import { Session, type Ticket } from './session.ts';

const Reply = z.union([
  z.object({ id: z.int(), error: z.array(z.unknown()).min(1) }),
  z.object({ id: z.int(), result: z.unknown() }),
]);

/** Where Tryton is and who asks. */
export interface TrytonAccess {
  /** Of the server, without the database. */
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** See `Line`. */
  readonly oneAtATime: boolean;
}

export interface Answer {
  readonly result: unknown;
  /** When it was answered, by the server's clock in whole seconds (epoch ms); null: its reply tells no time. */
  readonly at: number | null;
}

/**
 * Tryton's JSON-RPC (`trytond/protocols/`), 6.0: one POST a call, its transaction committed when the reply is there.
 * Every method throws `SystemFailure`. `system` begins their messages.
 */
export class TrytonClient {
  readonly system: string;
  readonly #access: TrytonAccess;
  readonly #api: JsonApi;
  readonly #session: Session;
  readonly #line: Line | null;
  readonly #now: () => number;
  #calls = 0;

  constructor(access: TrytonAccess, system: string, { memory, recorder, now }: Surroundings) {
    const { url, database, user, oneAtATime } = access;
    const address = `${url.replace(/\/+$/, '')}/${database}/`;
    this.system = system;
    this.#access = access;
    this.#now = now;
    this.#line = oneAtATime ? lineTo(address) : null;
    this.#api = new JsonApi(url, system, { recorder, now });
    const send = this.#send.bind(this);
    this.#session = new Session(access, { send, system, memory, key: `session ${user} ${address}`, now });
  }

  /** The server's version: answered to everybody, so it shows that there is one. */
  async version(signal: AbortSignal): Promise<Answer> {
    const body = { id: 0, method: 'common.server.version', params: [] };
    return this.#understood(await this.#send({ method: 'POST', path: '/', body, signal }), body);
  }

  /** Who asks, and in which company: signs in where that is needed. */
  async context(signal: AbortSignal): Promise<Ticket['context']> {
    return (await this.#session.ticket(signal)).context;
  }

  /** `params` without the context, which comes from the session; `context` adds to it. */
  async call(method: string, params: readonly unknown[], signal: AbortSignal, context: object = {}): Promise<Answer> {
    const ticket = await this.#session.ticket(signal);
    const first = await this.#ask(ticket, method, params, signal, context);
    if (first !== null) return first;
    this.#session.forget(ticket);
    const again = await this.#ask(await this.#session.ticket(signal), method, params, signal, context);
    if (again !== null) return again;
    throw new SystemFailure('authentication', 'before_send', `${this.system} refuses a session it has just given`);
  }

  /** Null: the session is none (any more); nothing was done. */
  async #ask(ticket: Ticket, method: string, params: readonly unknown[], signal: AbortSignal, context: object) {
    this.#calls += 1;
    const body = { id: this.#calls, method, params: [...params, { ...ticket.context, ...context }] };
    const headers = { authorization: ticket.authorization };
    const path = `/${encodeURIComponent(this.#access.database)}/`;
    const reply = await this.#send({ method: 'POST', path, body, headers, signal });
    return reply.status === 401 ? null : this.#understood(reply, body);
  }

  async #send(request: JsonRequest): Promise<JsonReply> {
    if (this.#line === null) return await this.#api.send(request);
    return await this.#line.run(request.signal, (signal) => this.#api.send({ ...request, signal }));
  }

  #understood(reply: JsonReply, asked: { readonly id: number; readonly method: string }): Answer {
    const { system } = this;
    if (reply.status === 429) {
      const wait = retryAfterMs(reply.headers.get('retry-after'), this.#now()) ?? 1000;
      throw new SystemFailure('rate_limit', 'before_send', `${system} asked for a pause`, wait);
    }
    if (reply.status >= 500) {
      const wish = retryAfterMs(reply.headers.get('retry-after'), this.#now());
      throw new SystemFailure(
        'connection',
        'after_send',
        `${system} answered ${reply.status} to ${asked.method}`,
        wish,
      );
    }
    const parsed = Reply.safeParse(reply.body);
    if (!parsed.success || parsed.data.id !== asked.id) {
      const what = parsed.success ? 'another question' : `${asked.method} in an unknown shape`;
      throw new SystemFailure('parse', 'after_send', `${system} answered ${what} (${reply.status})`);
    }
    if ('error' in parsed.data) throw refusal(system, parsed.data.error);
    const at = Date.parse(reply.headers.get('date') ?? '');
    return { result: parsed.data.result, at: Number.isNaN(at) ? null : at };
  }
}
