import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';
import { Configuration } from '../configuration.ts';
import { Control } from '../control-client.ts';
import { start } from '../server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers freely
  readonly body: any;
}

/** What an application knows that is registered with a Business Central. */
export interface Registered {
  readonly url: string;
  readonly tenant: string;
  readonly environment: string;
  readonly companyId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

/** Speaks to Business Central as an integration would. */
export class Client {
  /** `…/api/v2.0` */
  readonly root: string;
  readonly company: string;
  readonly token: string;

  constructor({ url, tenant, environment, companyId }: Registered, token: string) {
    this.root = `${url}/v2.0/${tenant}/${environment}/api/v2.0`;
    this.company = `${this.root}/companies(${companyId})`;
    this.token = token;
  }

  /** `address` is whole, or begins below the company. Rejects when the connection is refused or reset. */
  async send(method: string, address: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const url = address.startsWith('http') ? address : `${this.company}/${address}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  get = (address: string, headers: Record<string, string> = {}) => this.send('GET', address, undefined, headers);
  post = (address: string, body?: unknown) => this.send('POST', address, body);
  patch = (address: string, body: unknown, etag = '*') => this.send('PATCH', address, body, { 'if-match': etag });
  delete = (address: string, etag = '*') => this.send('DELETE', address, undefined, { 'if-match': etag });
}

/** Asks the token endpoint; `form` replaces or (undefined) leaves out what a right request has. */
export async function askToken(at: Registered, form: Record<string, string | undefined> = {}): Promise<Reply> {
  const right = {
    grant_type: 'client_credentials',
    client_id: at.clientId,
    client_secret: at.clientSecret,
    scope: at.scope,
  };
  const fields = Object.entries({ ...right, ...form }).filter(
    (field): field is [string, string] => field[1] !== undefined,
  );
  const response = await fetch(`${at.url}/${at.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { connection: 'close' },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export async function signIn(at: Registered): Promise<Client> {
  const { body } = await askToken(at);
  return new Client(at, body.access_token);
}

export interface Bench {
  readonly at: Registered;
  readonly api: Client;
  readonly control: Control;
  /** The folder of the store. */
  readonly dir: string;
  stop(): Promise<void>;
}

/** Starts a Business Central in this process on a new store, gone when it stops, and signs in. */
export async function bench(own: z.input<typeof Configuration> = {}): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'business-central-'));
  const configuration = Configuration.parse(own);
  const running = await start(configuration, { dir, port: 0, controlPort: 0 });
  const at: Registered = {
    url: running.url,
    tenant: configuration.tenant,
    environment: configuration.environment,
    companyId: configuration.companies[0]?.id ?? '',
    clientId: configuration.client_id,
    clientSecret: configuration.client_secret,
    scope: configuration.scope,
  };
  const stop = async () => {
    await running.stop();
    rmSync(dir, { recursive: true });
  };
  return { at, dir, api: await signIn(at), control: new Control(running.control, configuration.control_token), stop };
}
