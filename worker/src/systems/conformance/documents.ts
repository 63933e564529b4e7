import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Address, type DeliveryAmendment, InventoryPage } from '@causeway/contracts';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Changes } from '../changes.ts';
import type { Bench } from './bench.ts';

/** What both roles' documents have in common: what the checks of both look at. */
export interface Shown {
  readonly id: string;
  readonly externalId: string;
  readonly isCancelled: boolean;
}

/** A role's port, as far as both roles do the same; every reply is held to the contracts. */
export interface Documents {
  create(externalId: string, wish?: { readonly sku?: string }, signal?: AbortSignal): Promise<Shown>;
  find(externalId: string, signal?: AbortSignal): Promise<readonly Shown[]>;
  amend(id: string, amendment: DeliveryAmendment): Promise<Shown>;
  cancel(id: string): Promise<Shown>;
  changedSince(cursor: string | null): Promise<Changes>;
  inventory(cursor: string | null): Promise<InventoryPage>;
}

/** A bench as the checks of both roles see it. */
export type DocumentBench = Bench<Documents>;

/** A role's bench as the checks of both roles see it. */
export function documentBench<Port>(bench: Bench<Port>, documentsOf: (port: Port) => Documents): DocumentBench {
  const openStranger = () => {
    const { port, secret } = bench.openStranger();
    return { port: documentsOf(port), secret };
  };
  return {
    words: bench.words,
    pageSize: bench.pageSize,
    open: () => documentsOf(bench.open()),
    openStranger,
    held: (externalId) => bench.held(externalId),
    ship: (externalId, share) => bench.ship(externalId, share),
    setStock: (sku, units) => bench.setStock(sku, units),
    expireSignIn: () => bench.expireSignIn(),
    signIns: () => bench.signIns(),
    play: (fault, during) => bench.play(fault, during),
  };
}

/** A new one each time, also beside earlier runs on the same system. */
export function newExternalId(of: 'order' | 'return' = 'order'): string {
  return `CONF-${of === 'return' ? 'R' : ''}${randomBytes(4).readUInt32BE()}-${randomBytes(2).toString('hex')}`;
}

export const ADDRESS: Address = {
  name: 'Frieda Hansen',
  company: '',
  line1: 'Deichstraße 12',
  line2: '',
  city: 'Hamburg',
  state: '',
  postcode: '20459',
  country: 'DE',
  phone: '',
};

/** What the call failed with; anything but a `SystemFailure` fails the check. */
export async function failureOf(call: Promise<unknown>): Promise<SystemFailure> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error !== null, 'the call went through');
  assert.ok(error instanceof SystemFailure, `no SystemFailure: ${error instanceof Error ? error.stack : error}`);
  return error;
}

/** Failed with this category, and says that surely nothing happened. */
export async function refusedAs(category: SystemFailure['category'], call: Promise<unknown>): Promise<SystemFailure> {
  const failure = await failureOf(call);
  assert.deepEqual([failure.category, failure.phase], [category, 'before_send'], failure.message);
  return failure;
}

const ROUNDS_MAX = 2_000;

/** Asks for changes until there are no more. */
export async function changesFrom(documents: Documents, cursor: string | null): Promise<Changes> {
  const externalIds = new Set<string>();
  for (let at = cursor, round = 0; round < ROUNDS_MAX; round += 1) {
    const page = await documents.changedSince(at);
    assert.equal(new Set(page.externalIds).size, page.externalIds.length, 'an external id stands twice in one page');
    for (const externalId of page.externalIds) externalIds.add(externalId);
    if (page.cursor === at) return { externalIds: [...externalIds], cursor: at };
    at = page.cursor;
  }
  throw new assert.AssertionError({ message: `changes did not end within ${ROUNDS_MAX} pages` });
}

/** Where a suite stopped following its system, by the bench's words: no check begins at the very first document. */
const followed = new WeakMap<object, string>();

/** The cursor after everything so far. */
export async function cursorNow(bench: DocumentBench): Promise<string> {
  const { cursor } = await changesFrom(bench.open(), followed.get(bench.words) ?? null);
  followed.set(bench.words, cursor);
  return cursor;
}

/** Asks for stock until there is no more at once; the last word on each SKU, over all nodes, in units. */
export async function stockFrom(documents: Documents, cursor: string | null) {
  const byNode = new Map<string, { sku: string; onHand: number }>();
  for (let at = cursor, round = 0; round < ROUNDS_MAX; round += 1) {
    const page = InventoryPage.parse(await documents.inventory(at));
    for (const { sku, node, onHand } of page.positions) byNode.set(`${node} ${sku}`, { sku, onHand: Number(onHand) });
    assert.ok(!page.more || page.cursor !== at, 'there is more, and the cursor stays');
    at = page.cursor;
    if (!page.more) return { cursor: at, units: unitsBySku([...byNode.values()]), rounds: round + 1 };
  }
  throw new assert.AssertionError({ message: `the stock did not end within ${ROUNDS_MAX} pages` });
}

function unitsBySku(positions: readonly { sku: string; onHand: number }[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { sku, onHand } of positions) units.set(sku, (units.get(sku) ?? 0) + onHand);
  return units;
}

/** Asks until `done`, for at most 20 s; answers what was seen last. */
export async function until<T>(ask: () => Promise<T> | T, done: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await ask();
    if (done(seen)) return seen;
    assert.ok(Date.now() < deadline, `never came; last seen: ${JSON.stringify(seen)}`);
    await pause(20);
  }
}
