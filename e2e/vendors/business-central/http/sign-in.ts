import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Store } from '../../../sandbox/store.ts';
import type { Configuration } from '../configuration.ts';
import { ApiError } from '../odata/api-error.ts';

export const TOKEN_TABLE = `
  CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY,
    expires_at_ms INTEGER NOT NULL
  ) STRICT;
`;

export interface TokenAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * Microsoft Entra's token endpoint, client credentials only
 * (dev-itpro/administration/automation-apis-using-s2s-authentication.md; shapes of answers and errors:
 * learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow and …/reference-error-codes).
 * Tokens outlive a restart; there is no refresh token.
 */
export class SignIn {
  readonly #store: Store;
  readonly #configuration: Configuration;

  constructor(store: Store, configuration: Configuration) {
    this.#store = store;
    this.#configuration = configuration;
  }

  /** `tenant` is the one in the address, `form` the body as `application/x-www-form-urlencoded`. */
  issue(tenant: string, form: URLSearchParams): TokenAnswer {
    const { client_id, client_secret, scope, token_ttl_s } = this.#configuration;
    if (tenant.toLowerCase() !== this.#configuration.tenant)
      return refused(400, 'invalid_request', 90002, `There is no tenant '${tenant}'.`);
    for (const name of ['grant_type', 'client_id', 'scope'])
      if (!form.get(name)) return refused(400, 'invalid_request', 900144, `'${name}' is missing in the form.`);
    if (form.get('grant_type') !== 'client_credentials')
      return refused(400, 'unsupported_grant_type', 70003, 'This grant type is not possible.');
    if (form.get('client_id') !== client_id)
      return refused(400, 'unauthorized_client', 700016, 'The tenant has no such application.');
    if (!form.get('client_secret'))
      return refused(401, 'invalid_client', 7000218, 'A client secret is missing in the form.');
    if (form.get('client_secret') !== client_secret)
      return refused(401, 'invalid_client', 7000215, 'The client secret is wrong.');
    if (form.get('scope') !== scope) return refused(400, 'invalid_scope', 70011, 'The scope is wrong.');
    const token = randomBytes(32).toString('base64url');
    this.#store.run('INSERT INTO token VALUES (?, ?)', token, Date.now() + token_ttl_s * 1_000);
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: token_ttl_s, ext_expires_in: token_ttl_s, access_token: token },
    };
  }

  /** Throws 401 `Authentication_InvalidCredentials`, the same for a missing, unknown or expired token. */
  authenticate(headers: IncomingHttpHeaders): void {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    const sql = 'SELECT expires_at_ms FROM token WHERE token = ?';
    const known = this.#store.row<{ expires_at_ms: number }>(sql, token);
    if (known !== undefined && known.expires_at_ms > Date.now()) return;
    throw new ApiError(401, 'Authentication_InvalidCredentials', 'These credentials are not accepted.', {
      'WWW-Authenticate': 'Bearer',
    });
  }

  /** Ends every token that was given so far. */
  expireAll(): void {
    this.#store.run('UPDATE token SET expires_at_ms = 0');
  }
}

function refused(status: number, error: string, code: number, description: string): TokenAnswer {
  const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
  const timestamp = new Date()
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, 'Z');
  const error_description = `AADSTS${code}: ${description} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`;
  return { status, body: { error, error_description, error_codes: [code], timestamp, trace_id, correlation_id } };
}
