import type { Command, PastOrder } from '@causeway/contracts';
import type { Engine } from '../engine/engine.ts';
import { explain } from '../flows/order/explain.ts';
import type { OrderState } from '../flows/order/state.ts';
import { ShopUnanswered } from '../shop/asking.ts';
import { NOT_THERE } from './dry-run.ts';
import { leftOut } from './eligible.ts';
import type { ReplayShop } from './replay-shop.ts';
import type { RunRecord } from './run-record.ts';

export interface BatchPorts {
  readonly engine: Pick<Engine, 'submit' | 'peek' | 'labelled'>;
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** How long an order may take before the run goes on without its end: ms. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;
const ASK_MS_MAX = 60_000;

/** What became of some orders, by subject; each gets its command once, also when the batch is dealt with again. */
export async function deal(
  batch: readonly PastOrder[],
  { id, errand, startedAt }: RunRecord,
  shop: ReplayShop,
  ports: BatchPorts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const ends = new Map<string, string>();
  const goLiveAt = shop.goLiveAt ?? Number.MAX_SAFE_INTEGER;
  const asked: string[] = [];
  for (const past of batch) {
    const why = leftOut(past, errand, goLiveAt, shop.settings);
    if (why === null) asked.push(past.subject);
    else ends.set(past.subject, why);
  }
  // What the shop has is a look of the engine's before the command comes.
  const found = await shop.ask(asked, AbortSignal.any([signal, slow(ASK_MS_MAX)]));
  const there = asked.filter((subject) => (found.get(subject) ?? null) !== null);
  for (const subject of asked) if (!there.includes(subject)) ends.set(subject, NOT_THERE);
  const command: Command = {
    command: errand.kind,
    by: { user_id: 0, name: 'operator' },
    asked_at: startedAt,
    seen: null,
    cause: null,
    reason: `causeway ${errand.kind}, run ${id}`,
    filter: null,
  };
  await ports.engine.submit(
    there.map((subject) => {
      return { id: `${id}.${startedAt}:${subject}`, shop: shop.code, subject, event: { type: 'command', command } };
    }),
  );
  const waiting = there.map(async (subject) => ends.set(subject, await endOf(subject, startedAt, shop, ports, signal)));
  await Promise.all(waiting);
  return ends;
}

function slow(ms: number): AbortSignal {
  const late = new AbortController();
  const why = new ShopUnanswered(`the shop did not answer within ${ms / 1000} seconds`);
  setTimeout(() => late.abort(why), ms).unref();
  return late.signal;
}

/** Waits until the order's flow has done what was asked, or stands still. */
async function endOf(
  subject: string,
  askedAt: number,
  shop: ReplayShop,
  { engine, now, pause }: BatchPorts,
  signal: AbortSignal,
): Promise<string> {
  for (const until = now() + PATIENCE_MS; ; await pause(LOOK_MS, signal)) {
    const state = engine.peek({ shop: shop.code, subject })?.state as OrderState | undefined;
    const context = {
      now: now(),
      subject,
      settings: shop.settings,
      shop: { code: shop.code, goLiveAt: shop.goLiveAt },
    };
    const end =
      state === undefined ? null : outcome(state, askedAt, () => explain(state, context).exceptions[0]?.title);
    if (end !== null) return end;
    if (now() > until) return 'still under way';
  }
}

const DOCUMENT = { erp: 'ERP order', wms: 'warehouse release' };

/** Null: it goes on. */
function outcome(
  { replay, erp, wms }: OrderState,
  askedAt: number,
  exception: () => string | undefined,
): string | null {
  if (replay?.asked !== askedAt) return null;
  if (replay.refused !== null) return `not done: ${replay.refused}`;
  const halted = [erp, wms].some(({ stopped, problem }) => stopped || problem !== null);
  if (replay.looking && !halted) return null;
  const sent = [...new Set(replay.sent)].map((role) => DOCUMENT[role]).join(' and ');
  const title = exception();
  if (title !== undefined) return `for a person: ${title}`;
  if (sent !== '') return `sent: ${sent}`;
  return replay.kind === 'replay' ? 'nothing was missing' : 'taken up, nothing sent yet';
}
