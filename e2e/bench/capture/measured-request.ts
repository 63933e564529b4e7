import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, Visitor } from '../../stage/buyer/visitor.ts';
import type { Shop } from '../../stage/index.ts';
import type { Side } from '../pairing.ts';

/** What one request cost the server, as the probe inside it wrote down. Milliseconds, bytes. */
export interface Cost {
  readonly id: string;
  readonly uri: string;
  readonly off: boolean;
  /** Whether the Causeway plugin was really there. */
  readonly loaded: boolean;
  /** Statements until WordPress had shut down, and those after it. */
  readonly queries: number;
  readonly end_queries: number;
  /** From the request's arrival until WordPress had shut down; what plugins did after that. */
  readonly ms: number;
  readonly end_ms: number;
  readonly hooks: number;
  readonly files: number;
  readonly memory: number;
  readonly statements: readonly { readonly when: 'hook' | 'end'; readonly what: string }[];
  /** Of a request that saved an order: the save alone. */
  readonly save: { readonly ms: number; readonly queries: number } | null;
}

/** One measured request: what it cost the server, and how long its customer waited for the whole answer. */
export interface Measured extends Cost {
  readonly waited_ms: number;
}

/** A visitor all of whose requests are measured, with the plugin or without it. Cookies are kept as ever. */
export class MeasuredVisitor extends Visitor {
  readonly #headers: Record<string, string>;
  #waitedMs = 0;

  constructor(url: string, side: Side, id: string) {
    super(url);
    this.#headers = { 'X-Bench-Id': id, ...(side === 'off' ? { 'X-Bench-Off': '1' } : {}) };
  }

  /** How long the latest answer took, whole. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  override get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#timed(() => super.get(path, { ...this.#headers, ...headers }));
  }

  override postJson(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#timed(() => super.postJson(path, body, { ...this.#headers, ...headers }));
  }

  async #timed(ask: () => Promise<Answer>): Promise<Answer> {
    const began = performance.now();
    const answer = await ask();
    this.#waitedMs = performance.now() - began;
    return answer;
  }
}

const ENDS_MS_MAX = 20_000;

/**
 * What the probe wrote of a request, waiting until it has ended: what is done after one answer must not fall into the
 * next measurement. Throws when it doesn't end, and when the plugin was there or not against what was asked.
 */
export async function costOf(shop: Shop, id: string, uri: string): Promise<Cost> {
  const file = join(dirname(shop.mailLog), 'bench.jsonl');
  const deadline = Date.now() + ENDS_MS_MAX;
  for (;;) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    const found = lines
      .map((line) => JSON.parse(line) as Cost)
      .findLast((cost) => cost.id === id && cost.uri.includes(uri));
    if (found?.off === found?.loaded && found)
      throw new Error(`${found.uri}: the plugin is ${found.loaded ? 'there' : 'not there'}`);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`the request ${uri} did not end`);
    await pause(5);
  }
}
