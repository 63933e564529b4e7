import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import type { Answer, Route } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { read } from '../shapes.ts';
import type { Store } from '../store.ts';

const TokenRequest = z.strictObject({
  grant_type: z.literal('client_credentials'),
  client_id: z.string().max(200),
  client_secret: z.string().max(200),
});

const FORGET_AFTER_MS = 24 * 3_600_000;

/** OAuth 2 client credentials with tokens that survive a restart. */
export class SignIn {
  readonly #store: Store;
  readonly #client: { readonly client_id: string; readonly client_secret: string };

  constructor(store: Store, client: { readonly client_id: string; readonly client_secret: string }) {
    this.#store = store;
    this.#client = client;
  }

  /** `POST /oauth/token`; `ttl_s` is asked at each sign-in. */
  route(ttl_s: () => number): Route {
    return {
      method: 'POST',
      pattern: '/oauth/token',
      open: true,
      form: true,
      handle: ({ body }) => this.#issue(body, ttl_s()),
    };
  }

  /** Throws 401 `token_missing`, `token_invalid` or `token_expired`. */
  authenticate(headers: IncomingHttpHeaders): void {
    const token = presented(headers);
    if (token === undefined)
      throw new Refusal(401, 'token_missing', 'Authorization: Bearer <access_token>', undefined, challenge);
    const known = this.#store.row<{ expires_at_ms: number }>('SELECT expires_at_ms FROM token WHERE token = ?', token);
    if (known === undefined) throw new Refusal(401, 'token_invalid', 'this token is not known', undefined, challenge);
    if (known.expires_at_ms <= Date.now())
      throw new Refusal(401, 'token_expired', 'sign in again', undefined, challenge);
  }

  expire(headers: IncomingHttpHeaders): void {
    this.#store.run('UPDATE token SET expires_at_ms = 0 WHERE token = ?', presented(headers) ?? '');
  }

  #issue(body: unknown, ttl_s: number): Answer {
    const { client_id, client_secret } = read(TokenRequest, body);
    if (client_id !== this.#client.client_id || client_secret !== this.#client.client_secret) {
      throw new Refusal(401, 'invalid_client', 'client_id or client_secret is wrong');
    }
    const token = randomBytes(24).toString('base64url');
    const now = Date.now();
    this.#store.transaction(() => {
      this.#store.run('DELETE FROM token WHERE expires_at_ms > 0 AND expires_at_ms < ?', now - FORGET_AFTER_MS);
      this.#store.run('INSERT INTO token VALUES (?, ?)', token, now + ttl_s * 1_000);
    });
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: ttl_s } };
  }
}

const challenge = { 'WWW-Authenticate': 'Bearer' };

function presented(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
