import { createHash } from 'node:crypto';
import * as z from 'zod';
import { SystemFailure } from '../../policy/system-failure.ts';
import { JsonApi, type JsonApiPorts, type JsonReply } from '../json-api.ts';
import { signInRefused } from './refused.ts';

/** The client as the system knows it, and how it wants to be asked. */
export interface ClientCredentials {
  /** The token endpoint's whole address. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  /** RFC 6749 wants `form`; some systems take only JSON. */
  readonly encoding?: 'form' | 'json';
  /** Its name in messages: "the ERP". */
  readonly system: string;
}

export interface SignInPorts extends JsonApiPorts {
  /** Where the token outlives a restart: a text private to the worker's user. */
  readonly memory: { read(key: string): string | null; write(key: string, text: string): void };
  /** Epoch ms. */
  readonly now: () => number;
}

const Reply = z.object({
  access_token: z.string().min(1),
  /** Seconds; optional in RFC 6749, 5.1. */
  expires_in: z.coerce.number().positive().default(300),
});

/** As it lies in the memory. `of` tells for whom it was given; `until`: epoch ms. */
const Kept = z.object({ of: z.string(), token: z.string().min(1), until: z.number() });
type Kept = z.infer<typeof Kept>;

const KEY = 'oauth-token';
const EARLY_MS = 30_000;
const SIGN_IN_MS_MAX = 15_000;

/**
 * OAuth 2.0 client credentials (RFC 6749, 4.4). Many callers share one sign-in: the first to need a token asks, the
 * others wait for the same answer. Nothing is sent to the API before, so its failures are all `before_send`.
 */
export class ClientCredentialsSignIn {
  readonly #client: ClientCredentials;
  readonly #ports: SignInPorts;
  readonly #api: JsonApi;
  readonly #path: string;
  readonly #of: string;
  #kept: Kept | null;
  #asking: Promise<string> | null = null;

  constructor(client: ClientCredentials, ports: SignInPorts) {
    const { origin, pathname, search } = new URL(client.tokenUrl);
    this.#client = client;
    this.#ports = ports;
    this.#path = pathname + search;
    this.#api = new JsonApi(origin, `${client.system}'s sign-in`, ports);
    this.#of = fingerprint(client);
    this.#kept = this.#remembered();
  }

  /** A token that is good for a while yet. Throws `SystemFailure` (`before_send`), or the signal's reason. */
  async token(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    if (this.#kept !== null && this.#kept.until > this.#ports.now()) return this.#kept.token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return unlessAborted(this.#asking, signal);
  }

  /** The API refused this token. Callers that were refused with an older one don't take a newer one away. */
  forget(refused: string): void {
    if (this.#kept?.token !== refused) return;
    this.#kept = null;
    this.#ports.memory.write(KEY, '');
  }

  async #ask(): Promise<string> {
    const reply = await this.#send();
    if (reply.status !== 200) throw signInRefused(this.#client.system, reply, this.#ports.now());
    const parsed = Reply.safeParse(reply.body);
    if (!parsed.success) throw this.#failure('parse', 'gave no token');
    const { access_token: token, expires_in: seconds } = parsed.data;
    const lifetimeMs = seconds * 1000;
    const until = Math.floor(this.#ports.now() + lifetimeMs - Math.min(EARLY_MS, lifetimeMs / 2));
    this.#kept = { of: this.#of, token, until };
    this.#ports.memory.write(KEY, JSON.stringify(this.#kept));
    return token;
  }

  async #send(): Promise<JsonReply> {
    const { clientId, clientSecret, scope, encoding = 'form' } = this.#client;
    const fields = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(scope === undefined ? {} : { scope }),
    };
    // Its own bound: the caller that happened to ask first may be aborted while others wait.
    const signal = AbortSignal.timeout(SIGN_IN_MS_MAX);
    const content = encoding === 'form' ? { form: fields } : { body: fields };
    try {
      return await this.#api.send({ method: 'POST', path: this.#path, ...content, secret: true, signal });
    } catch (error) {
      if (!(error instanceof SystemFailure)) throw this.#failure('connection', 'did not answer in time');
      const category = error.category === 'connection' ? 'connection' : 'parse';
      throw new SystemFailure(category, 'before_send', error.message);
    }
  }

  #remembered(): Kept | null {
    const text = this.#ports.memory.read(KEY);
    if (text === null) return null;
    try {
      const kept = Kept.parse(JSON.parse(text));
      return kept.of === this.#of ? kept : null;
    } catch {
      return null;
    }
  }

  #failure(category: 'connection' | 'parse', what: string): SystemFailure {
    return new SystemFailure(category, 'before_send', `${this.#client.system}'s sign-in ${what}`);
  }
}

/** Of everything that makes another token: after a change of client, scope or secret the old one isn't used. */
function fingerprint({ tokenUrl, clientId, clientSecret, scope = '' }: ClientCredentials): string {
  return createHash('sha256')
    .update(JSON.stringify([tokenUrl, clientId, clientSecret, scope]))
    .digest('hex');
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
