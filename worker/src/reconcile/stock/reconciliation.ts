import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import type { StockState } from '../../flows/availability/state.ts';
import { moreOrFewer, STOCK_RECONCILIATION } from '../../flows/availability/verification.ts';
import { STOCK_VARIANCES, type StockVariance } from '../../policy/variances.ts';
import { type ComparedSubject, emptySection, enter, type Section } from '../section.ts';

export interface StockPorts {
  readonly shop: string;
  readonly engine: Pick<Engine, 'held' | 'peek' | 'submit'>;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Epoch ms. */
  readonly now: () => number;
  /** So many units, more or fewer, are no difference. */
  readonly toleranceUnits: string;
}

const PAGE = 200;
const FIRST = 'stock/';
const LOOK_MS = 250;
/** How long a page of SKUs may take until the shop has answered for each: ms. */
const PATIENCE_MS = 60_000;
/** An order that is on its way through the shop is counted by then: ms. */
const SETTLE_MS = 30_000;

/**
 * Asks the shop what stock it has of every SKU that it was told, and compares that with the telling; what differs is looked
 * at twice. Each stock takes in the answer itself, and asks a person. Rejects when the signal aborts.
 */
export async function reconcileStock(ports: StockPorts, signal: AbortSignal): Promise<Section> {
  const section = emptySection('stock');
  const doubtful: string[] = [];
  for (let after = FIRST; ; ) {
    const page = ports.engine.held(ports.shop, after, PAGE).filter((subject) => subject.startsWith(FIRST));
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
    const told = page.filter((subject) => stateOf(ports, subject)?.shop != null);
    const answered = await verified(ports, told, signal);
    for (const subject of told) {
      const state = stateOf(ports, subject);
      if (answered.has(subject) && state?.difference != null) doubtful.push(subject);
      else enter(section, compared(subject, state, answered.has(subject)), STOCK_VARIANCES);
    }
  }
  if (doubtful.length === 0) return section;
  await ports.pause(SETTLE_MS, signal);
  for (let at = 0; at < doubtful.length; at += PAGE) {
    const page = doubtful.slice(at, at + PAGE);
    const answered = await verified(ports, page, signal);
    for (const subject of page) {
      enter(section, compared(subject, stateOf(ports, subject), answered.has(subject)), STOCK_VARIANCES);
    }
  }
  return section;
}

/** Which of the subjects the shop has answered for in this look. */
async function verified(
  { shop, engine, pause, now, toleranceUnits }: StockPorts,
  subjects: readonly string[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const run = randomUUID();
  const body = { about: 'verify', run, tolerance: toleranceUnits };
  const event = { type: 'told', from: STOCK_RECONCILIATION, body } as const;
  await engine.submit(subjects.map((subject) => ({ id: `${run}:${subject}`, shop, subject, event })));
  const answered = new Set<string>();
  for (const until = now() + PATIENCE_MS; ; ) {
    for (const subject of subjects) {
      const state = engine.peek({ shop, subject })?.state as StockState | undefined;
      if (state?.verified === run) answered.add(subject);
    }
    if (answered.size === subjects.length || now() > until) return answered;
    await pause(LOOK_MS, signal);
  }
}

const stateOf = ({ engine, shop }: StockPorts, subject: string) =>
  engine.peek({ shop, subject })?.state as StockState | undefined;

function compared(subject: string, state: StockState | undefined, isAnswered: boolean): ComparedSubject {
  const name = state?.sku ?? subject;
  if (state === undefined || !isAnswered) {
    const problem = 'the shop has not answered in time';
    return { subject, name, result: 'unread', variances: [], problem };
  }
  const { difference, accepted, below } = state;
  const variances: StockVariance[] = [];
  if (difference !== null && difference.units !== accepted) {
    variances.push({
      kind: 'stock_differs',
      detail: `The shop has ${moreOrFewer(difference.units)} than it was told.`,
    });
  }
  if (below !== null) variances.push({ kind: 'stock_negative', detail: `The shop's stock is ${below}.` });
  return { subject, name, result: variances.length > 0 ? 'varies' : 'agrees', variances, problem: null };
}
