import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { configure } from '../configuration.ts';
import { type Running, start } from '../running.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text where it isn't JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers freely
  readonly body: any;
}

/** Speaks to one running system as an adapter would. */
export class Client {
  readonly #url: string;
  readonly #headers: () => Record<string, string>;

  constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = () => headers;
  }

  /** Rejects when the connection is refused or reset. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...this.#headers(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        connection: 'close',
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: asJson(text) };
  }

  get(path: string): Promise<Reply> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Reply> {
    return this.send('POST', path, body);
  }
}

export interface Bench {
  readonly running: Running;
  readonly api: Client;
  readonly control: Client;
}

const AT_ONCE = { erp: { allocate_after_ms: 0 }, wms: { pick_after_ms: 0, pack_after_ms: 0, ship_after_ms: 0 } };

/** Starts one system on a new store, gone when it stops, and signs in. `own` is its part of the configuration, `goods` what both share. */
export async function bench(name: 'erp' | 'wms', own: object = {}, goods: object = {}): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const started = await start(name, configure({ ...goods, [name]: { ...AT_ONCE[name], ...own } }), {
    dir,
    port: 0,
    controlPort: 0,
  });
  const stop = async () => {
    await started.stop();
    rmSync(dir, { recursive: true });
  };
  const { url, control } = started;
  const api = name === 'erp' ? await signIn(url) : new Client(url, { 'x-api-key': 'sandbox-wms-key' });
  return {
    running: { url, control, stop },
    api,
    control: new Client(control, { authorization: 'Bearer sandbox-control' }),
  };
}

export async function signIn(url: string): Promise<Client> {
  const credentials = { grant_type: 'client_credentials', client_id: 'causeway', client_secret: 'sandbox-erp-secret' };
  const { body } = await new Client(url, {}).post('/oauth/token', credentials);
  return new Client(url, { authorization: `Bearer ${body.access_token}` });
}

/** Asks again until `done`, for at most a minute: how long it takes decides nothing. */
export async function until<Value>(ask: () => Promise<Value>, done: (value: Value) => boolean): Promise<Value> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > deadline) throw new Error(`never happened; last: ${JSON.stringify(value)}`);
    await pause(10);
  }
}

function asJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
