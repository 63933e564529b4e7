import * as z from 'zod';
import { shaped } from '../../policy/shaped.ts';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Answer, TrytonClient } from './client.ts';

/** A condition or a list of them, as Tryton's `search` takes it. */
export type Domain = readonly unknown[];

export interface Asking {
  /** `[field, 'ASC' | 'DESC']` pairs; by id where left out. */
  readonly order?: readonly (readonly [string, 'ASC' | 'DESC'])[];
  readonly limit?: number;
  readonly context?: object;
}

const ROWS_MAX = 1000;
const Ids = z.array(z.int()).min(1);
const WizardStarted = z.tuple([z.int()], z.unknown());

/**
 * One operation's calls. Tryton commits each by itself, so from the first that changed a document on, a failure says
 * `after_send`: the caller must look before it repeats anything.
 */
export class Errand {
  readonly system: string;
  readonly signal: AbortSignal;
  readonly #client: TrytonClient;
  #changed = false;
  #begunAt: number | null = null;

  constructor(client: TrytonClient, signal: AbortSignal) {
    this.system = client.system;
    this.signal = signal;
    this.#client = client;
  }

  /** The server's time of the first answer (epoch ms): whatever is read after it is as of then, or newer. */
  get begunAt(): number | null {
    return this.#begunAt;
  }

  async company(): Promise<number> {
    return (await this.#client.context(this.signal)).company;
  }

  /** The fields of `row` are the fields asked for; a key that ends in a point holds those of related records. */
  async read<T>(model: string, row: z.ZodObject & z.ZodType<T>, domain: Domain, asking: Asking = {}): Promise<T[]> {
    const { order = [['id', 'ASC']], limit = ROWS_MAX, context = {} } = asking;
    const method = `model.${model}.search_read`;
    const { result } = await this.#call(method, [domain, 0, limit, order, fieldsOf(row)], context);
    return this.#shaped(z.array(row), result, method);
  }

  /** What Tryton would fill in (`on_change…`) for a record that isn't made yet. */
  async filledIn<T>(model: string, question: string, shape: z.ZodType<T>, record: object): Promise<T> {
    const method = `model.${model}.${question}`;
    return this.#shaped(shape, (await this.#call(method, [{ id: -1, ...record }])).result, method);
  }

  /** Makes what belongs to no order yet (a customer, an address): a failure after it leaves nothing in doubt. */
  async prepare(model: string, record: object): Promise<number> {
    const method = `model.${model}.create`;
    const { result } = await this.#call(method, [[record]]);
    return this.#shaped(Ids, result, method)[0] as number;
  }

  async create(model: string, record: object): Promise<number> {
    return await this.#changing(() => this.prepare(model, record));
  }

  /** A record like another one, but for `values`. */
  async copy(model: string, id: number, values: object): Promise<void> {
    await this.#changing(() => this.#call(`model.${model}.copy`, [[id], values]));
  }

  async write(model: string, ids: readonly number[], values: object): Promise<void> {
    if (ids.length > 0) await this.#changing(() => this.#call(`model.${model}.write`, [ids, values]));
  }

  /** Presses a button. In a state that it isn't for Tryton does nothing, and doesn't say so: read again. */
  async press(model: string, button: string, ids: readonly number[]): Promise<unknown> {
    if (ids.length === 0) return null;
    return (await this.#changing(() => this.#call(`model.${model}.${button}`, [ids]))).result;
  }

  /** Opens a wizard on a record, and answers its one view with what `answer` makes of the view's own defaults. */
  async wizard(
    name: string,
    on: { readonly model: string; readonly id: number },
    [view, next]: readonly [string, string],
    answer: (defaults: Readonly<Record<string, unknown>>) => object,
  ): Promise<void> {
    const method = `wizard.${name}`;
    const context = { active_model: on.model, active_id: on.id, active_ids: [on.id] };
    const started = await this.#call(`${method}.create`, []);
    const [session] = this.#shaped(WizardStarted, started.result, method);
    const shown = await this.#call(`${method}.execute`, [session, {}, view], context);
    const View = z.object({ view: z.object({ defaults: z.record(z.string(), z.unknown()) }) });
    const { defaults } = this.#shaped(View, shown.result, method).view;
    await this.#changing(() => this.#call(`${method}.execute`, [session, { [view]: answer(defaults) }, next], context));
    await this.#call(`${method}.delete`, [session]);
  }

  async #changing<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#changed = true;
      return result;
    } catch (error) {
      this.#changed ||= !(error instanceof SystemFailure && error.phase === 'before_send');
      throw error;
    }
  }

  async #call(method: string, params: readonly unknown[], context: object = {}): Promise<Answer> {
    try {
      const answer = await this.#client.call(method, params, this.signal, context);
      this.#begunAt ??= answer.at;
      return answer;
    } catch (error) {
      throw this.#changed ? inDoubt(error) : error;
    }
  }

  #shaped<T>(shape: z.ZodType<T>, result: unknown, method: string): T {
    return shaped(shape, result, `${this.system} answered ${method}`);
  }
}

/** A pause that Tryton asks for in the middle of an operation is no "later, all of it": that would begin it anew. */
function inDoubt(error: unknown): unknown {
  if (!(error instanceof SystemFailure) || error.phase !== 'before_send') return error;
  const category = error.category === 'rate_limit' ? 'connection' : error.category;
  return new SystemFailure(category, 'after_send', error.message, error.retryAfterMs);
}

function fieldsOf(row: z.ZodObject): string[] {
  return Object.entries(row.shape).flatMap(([key, type]) =>
    key.endsWith('.') ? fieldsOf(related(type)).map((field) => key + field) : [key],
  );
}

function related(type: unknown): z.ZodObject {
  if (type instanceof z.ZodArray) return related(type.element);
  if (type instanceof z.ZodNullable) return related(type.unwrap());
  return type as z.ZodObject;
}
