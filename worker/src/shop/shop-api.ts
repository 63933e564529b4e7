import { type ExchangeRequest, ExchangeResponse, PairResponse, Refusal } from '@causeway/contracts';
import type * as z from 'zod';
import { JsonApi, type JsonReply } from '../http/json-api.ts';
import { SystemFailure } from '../policy/system-failure.ts';

/** The plugin said no, in its own words. */
export class ShopRefusal extends Error {
  readonly code: Refusal['code'];
  readonly retryAfterMs: number | null;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'ShopRefusal';
    this.code = refusal.code;
    this.retryAfterMs = refusal.data.retry_after_ms ?? null;
  }
}

/** A refusal that was asked for. */
export interface Refused {
  readonly refusal: Refusal;
  /** The reply's `Date` header. */
  readonly date: string | null;
}

const EXCHANGE_MS_MAX = 45_000;

/**
 * The two worker routes of the plugin. The credential travels in its own header: `Authorization` is dropped by some
 * hosts and taken for theirs by sign-in plugins. Throws `ShopRefusal` or `SystemFailure`.
 */
export class ShopApi {
  readonly #api: JsonApi;

  constructor(url: string) {
    this.#api = new JsonApi(url, 'the shop');
  }

  async exchange(token: string, request: ExchangeRequest, signal: AbortSignal): Promise<ExchangeResponse> {
    return this.#post(ExchangeResponse, 'exchange', request, { 'x-causeway-token': token }, signal);
  }

  /**
   * Sends an exchange that the shop is sure to refuse (see `knock`). Returns its refusal, and its clock as the reply's
   * `Date` has it. Throws `SystemFailure`.
   */
  async refusalOf(token: string, request: ExchangeRequest, signal: AbortSignal): Promise<Refused> {
    const reply = await this.#send('exchange', request, { 'x-causeway-token': token }, signal);
    const refusal = Refusal.safeParse(reply.body);
    if (reply.status >= 400 && refusal.success) return { refusal: refusal.data, date: reply.headers.get('date') };
    throw reply.status >= 400
      ? refused(reply.status, reply.body)
      : new SystemFailure('parse', 'after_send', `the shop answered ${reply.status} where it had to refuse`);
  }

  async pair(request: object, signal: AbortSignal): Promise<PairResponse> {
    return this.#post(PairResponse, 'pair', request, {}, signal);
  }

  async #post<T>(
    shape: z.ZodType<T>,
    route: string,
    body: object,
    headers: Record<string, string>,
    outer: AbortSignal,
  ): Promise<T> {
    const signal = AbortSignal.any([outer, AbortSignal.timeout(EXCHANGE_MS_MAX)]);
    const reply = await this.#send(route, body, headers, signal);
    if (reply.status >= 400) throw refused(reply.status, reply.body);
    const parsed = shape.safeParse(reply.body);
    if (parsed.success) return parsed.data;
    const at = parsed.error.issues[0];
    throw new SystemFailure(
      'parse',
      'after_send',
      `the shop answered in an unknown shape: ${at?.path.join('.')}: ${at?.message}`,
    );
  }

  #send(route: string, body: object, headers: Record<string, string>, signal: AbortSignal): Promise<JsonReply> {
    // `rest_route` works on every permalink structure; `/wp-json` does not.
    const path = `/?rest_route=${encodeURIComponent(`/causeway/v1/${route}`)}`;
    return this.#api.send({ method: 'POST', path, headers, body, signal });
  }
}

function refused(status: number, body: unknown): Error {
  const refusal = Refusal.safeParse(body);
  if (refusal.success) return new ShopRefusal(refusal.data);
  if (status === 404) {
    return new SystemFailure(
      'missing_reference',
      'after_send',
      'the shop has no Causeway plugin active at this address (404)',
    );
  }
  return new SystemFailure('connection', 'after_send', `the shop answered ${status}`);
}
