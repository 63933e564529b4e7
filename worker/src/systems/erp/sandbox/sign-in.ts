import * as z from 'zod';
import type { JsonApi } from '../../../http/json-api.ts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import { refusal } from '../../sandbox/refusals.ts';

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const EARLY_MS = 30_000;
const SIGN_IN_MS_MAX = 15_000;

/**
 * OAuth 2.0 client credentials (RFC 6749, 4.4). Many callers share one sign-in: the first to need a token asks,
 * the others wait for the same answer. Nothing is sent to the API before, so its failures are `before_send`.
 */
export class SignIn {
  readonly #api: JsonApi;
  readonly #client: { readonly clientId: string; readonly clientSecret: string };
  readonly #now: () => number;
  #token: { readonly value: string; readonly until: number } | null = null;
  #asking: Promise<string> | null = null;

  constructor(api: JsonApi, client: { readonly clientId: string; readonly clientSecret: string }, now: () => number) {
    this.#api = api;
    this.#client = client;
    this.#now = now;
  }

  async token(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    if (this.#token !== null && this.#token.until > this.#now()) return this.#token.value;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Of a token that was refused; a newer one, which another caller got meanwhile, stays. */
  forget(token: string): void {
    if (this.#token?.value === token) this.#token = null;
  }

  async #ask(): Promise<string> {
    const body = {
      grant_type: 'client_credentials',
      client_id: this.#client.clientId,
      client_secret: this.#client.clientSecret,
    };
    // Its own bound: the caller that happened to ask first may be aborted while others wait.
    const signal = AbortSignal.timeout(SIGN_IN_MS_MAX);
    const reply = await this.#api
      .send({ method: 'POST', path: '/oauth/token', body, secret: true, signal })
      .catch((error: unknown) => {
        const why = error instanceof SystemFailure ? error.message : 'the ERP did not answer the sign-in in time';
        throw new SystemFailure('connection', 'before_send', why);
      });
    if (reply.status >= 500)
      throw new SystemFailure('connection', 'before_send', `the ERP's sign-in answered ${reply.status}`);
    if (reply.status >= 300) throw refusal("the ERP's sign-in", reply, this.#now());
    const parsed = Token.safeParse(reply.body);
    if (!parsed.success) throw new SystemFailure('authentication', 'before_send', "the ERP's sign-in gave no token");
    const lifetime = parsed.data.expires_in * 1000;
    this.#token = { value: parsed.data.access_token, until: this.#now() + lifetime - Math.min(EARLY_MS, lifetime / 2) };
    return parsed.data.access_token;
  }
}
