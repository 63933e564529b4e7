import * as z from 'zod';

/** Tryton said no: a business rule, a right, an unknown field. The message is its own, without the long tail. */
export class TrytonRefused extends Error {
  constructor(method: string, message: string) {
    super(`${method}: ${message}`);
    this.name = 'TrytonRefused';
  }
}

const Reply = z.union([z.object({ error: z.array(z.unknown()) }), z.object({ result: z.unknown() })]);

/** Amounts and quantities of exact decimals go over the line as text. */
export function decimal(text: string): object {
  return { __class__: 'Decimal', decimal: text };
}

/** `2026-11-21` as Tryton has it. */
export function date(iso: string): object {
  const [year, month, day] = iso.split('-').map(Number);
  return { __class__: 'date', year, month, day };
}

/** One user's session with a Tryton, by JSON-RPC; one request at a time. */
export class TrytonSession {
  readonly #url: string;
  readonly #authorization: string;
  #context: object = {};
  #id = 0;

  private constructor(url: string, authorization: string) {
    this.#url = url;
    this.#authorization = authorization;
  }

  /** `url` with the database: `http://127.0.0.1:8010/erp/`. Throws `TrytonRefused`. */
  static async open(url: string, login: string, password: string): Promise<TrytonSession> {
    const parameters = [login, { password }];
    const reply = await ask(url, null, { id: 0, method: 'common.db.login', params: parameters });
    const [user, key] = z.tuple([z.number(), z.string()]).parse(reply);
    const session = new TrytonSession(url, `Session ${btoa(`${login}:${user}:${key}`)}`);
    await session.refresh();
    return session;
  }

  /** Takes the user's company and language into the context anew. */
  async refresh(): Promise<void> {
    this.#context = {};
    this.#context = (await this.call('model.res.user.get_preferences', true)) as object;
  }

  /** Calls a method; the context is added as its last parameter. */
  async call(method: string, ...parameters: readonly Value[]): Promise<Value> {
    return this.callWith({}, method, ...parameters);
  }

  /** The same with more in the context, such as `{ locations: [4] }`. */
  async callWith(context: object, method: string, ...parameters: readonly Value[]): Promise<Value> {
    this.#id += 1;
    const params = [...parameters, { ...this.#context, ...context }];
    return await ask(this.#url, this.#authorization, { id: this.#id, method, params });
  }

  /** Ids of the records under the domain, lowest first. */
  async search(model: string, domain: readonly Value[]): Promise<number[]> {
    const ids = await this.call(`model.${model}.search`, domain, 0, null, [['id', 'ASC']]);
    return z.array(z.number()).parse(ids);
  }

  /** The id of the first record under the domain. Throws where there is none. */
  async first(model: string, domain: readonly Value[] = []): Promise<number> {
    const [id] = await this.search(model, domain);
    if (id === undefined) throw new Error(`Tryton has no ${model} with ${JSON.stringify(domain)}`);
    return id;
  }

  async read<T>(model: string, domain: readonly Value[], row: z.ZodType<T>, fields: readonly string[]): Promise<T[]> {
    const rows = await this.call(`model.${model}.search_read`, domain, 0, null, [['id', 'ASC']], fields);
    return z.array(row).parse(rows);
  }

  async create(model: string, ...records: readonly object[]): Promise<number[]> {
    return z.array(z.number()).parse(await this.call(`model.${model}.create`, records));
  }

  async write(model: string, ids: readonly number[], values: object): Promise<void> {
    await this.call(`model.${model}.write`, ids, values);
  }
}

type Value = unknown;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly Value[];
}

async function ask(url: string, authorization: string | null, body: Call): Promise<Value> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new TrytonRefused(body.method, `HTTP ${response.status}`);
  const reply = Reply.parse(await response.json());
  if ('error' in reply) throw new TrytonRefused(body.method, messageOf(reply.error));
  return reply.result;
}

/** `["UserError", ["said", …]]` or `["said", …]`. */
function messageOf(error: readonly unknown[]): string {
  const [kind, told] = error;
  return String(Array.isArray(told) && told.length > 0 ? told[0] : kind);
}
