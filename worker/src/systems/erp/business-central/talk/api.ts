import * as z from 'zod';
import type { JsonApi, JsonReply, JsonRequest } from '../../../../http/json-api.ts';
import type { ClientCredentialsSignIn } from '../../../../http/oauth/client-credentials.ts';
import { shaped } from '../../../../policy/shaped.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { type Page, pagesOf, readPage } from './pages.ts';
import { refusal, SYSTEM } from './refusal.ts';

/** One request below the API's root (`/companies`) or, where `company` is left out or true, below the company. */
export interface Ask {
  readonly method?: JsonRequest['method'];
  readonly path: string;
  readonly body?: unknown;
  readonly etag?: string;
  readonly company?: boolean;
}

export interface ApiPorts {
  /** Of the root's origin. */
  readonly http: Pick<JsonApi, 'send'>;
  readonly signIn: Pick<ClientCredentialsSignIn, 'token' | 'forget'>;
  /** Epoch ms. */
  readonly now: () => number;
}

const Companies = z.object({ value: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Six thousand requests in a sliding five minutes: after a refusal it soon has room again, or only at its end. */
const PAUSE_MS = 10_000;
const PAUSE_MS_MAX = 300_000;

/** Whatever an administrator set for a page: a look-up on a replica could miss what was made a moment ago. */
const NO_REPLICA = { 'data-access-intent': 'ReadWrite' };

/** Business Central's API v2.0, of one company, signed in. */
export class Api {
  readonly #above: string;
  readonly #company: string;
  readonly #ports: ApiPorts;
  #companyId: string | null;
  #refusedInARow = 0;
  #theirsAheadMs = 0;

  /** `company`: an id, or a name that is looked up when it is first needed. */
  constructor(root: string, company: { readonly id: string } | { readonly name: string }, ports: ApiPorts) {
    this.#above = new URL(root).pathname.replace(/\/$/, '');
    this.#company = 'name' in company ? company.name : '';
    this.#companyId = 'id' in company ? company.id : null;
    this.#ports = ports;
  }

  /** Throws `SystemFailure` for everything but a 2xx; a token that ended is renewed once. */
  async send(ask: Ask, signal: AbortSignal): Promise<JsonReply> {
    const headers = ask.etag === undefined ? {} : { 'if-match': ask.etag };
    const path = ask.company === false ? this.#above + ask.path : await this.#below(ask.path, signal);
    const content = ask.body === undefined ? {} : { body: ask.body };
    return this.#signedIn({ method: ask.method ?? 'GET', path, ...content, headers, signal });
  }

  async read<T>(shape: z.ZodType<T>, ask: Ask, signal: AbortSignal): Promise<T> {
    return shaped(shape, (await this.send(ask, signal)).body, `${SYSTEM} answered`);
  }

  /** Every row, page by page; `size`: rows a page, at most. */
  async *pages<T>(shape: z.ZodType<T>, path: string, size: number, signal: AbortSignal): AsyncGenerator<T[]> {
    yield* pagesOf(await this.#below(path, signal), (address) => this.#page(shape, address, size, signal));
  }

  /** One page; `more`: there are others. */
  async page<T>(shape: z.ZodType<T>, path: string, size: number, signal: AbortSignal) {
    const { rows, next } = await this.#page(shape, await this.#below(path, signal), size, signal);
    return { rows, more: next !== null };
  }

  async rows<T>(shape: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T[]> {
    const all: T[] = [];
    for await (const rows of this.pages(shape, path, 500, signal)) all.push(...rows);
    return all;
  }

  /** An instant of our clock (epoch ms) by theirs, as the last reply's date had it: never later than it was there. */
  theirTime(ours: number): string {
    return new Date(ours + this.#theirsAheadMs).toISOString();
  }

  async companyId(signal: AbortSignal): Promise<string> {
    if (this.#companyId !== null) return this.#companyId;
    const path = `/companies?$filter=${encodeURIComponent(`name eq ${quoted(this.#company)}`)}`;
    const { value } = await this.read(Companies, { path, company: false }, signal);
    const found = value.find(({ name }) => name === this.#company);
    if (found === undefined) {
      throw new SystemFailure('authentication', 'before_send', `${SYSTEM} has no company of the configured name`);
    }
    this.#companyId = found.id;
    return found.id;
  }

  async #page<T>(shape: z.ZodType<T>, path: string, size: number, signal: AbortSignal): Promise<Page<T>> {
    const headers = { prefer: `odata.maxpagesize=${size}` };
    const { body } = await this.#signedIn({ method: 'GET', path, headers, signal });
    return readPage(z.array(shape), body);
  }

  async #below(path: string, signal: AbortSignal): Promise<string> {
    return `${this.#above}/companies(${await this.companyId(signal)})${path}`;
  }

  async #signedIn(request: JsonRequest): Promise<JsonReply> {
    const { signIn, now } = this.#ports;
    let { token, reply } = await this.#once(request);
    if (reply.status === 401) {
      signIn.forget(token);
      ({ token, reply } = await this.#once(request));
    }
    this.#refusedInARow = reply.status === 429 ? this.#refusedInARow + 1 : 0;
    if (reply.status < 300) return reply;
    throw refusal(reply, now(), Math.min(PAUSE_MS * 2 ** (this.#refusedInARow - 1), PAUSE_MS_MAX));
  }

  async #once(request: JsonRequest): Promise<{ token: string; reply: JsonReply }> {
    const token = await this.#ports.signIn.token(request.signal);
    const headers = { ...request.headers, ...NO_REPLICA, authorization: `Bearer ${token}` };
    const reply = await this.#ports.http.send({ ...request, headers });
    const theirs = Date.parse(reply.headers.get('date') ?? '');
    if (!Number.isNaN(theirs)) this.#theirsAheadMs = theirs - this.#ports.now();
    return { token, reply };
  }
}

/** A text in an OData filter. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `?$filter=…` and what else, as a query. */
export function query(options: Readonly<Record<string, string>>): string {
  const parts = Object.entries(options).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
