import { ErpCreditMemo, ErpReturn, type OrderSnapshot, type PastOrder, WarehouseReturn } from '@causeway/contracts';
import * as z from 'zod';
import type { Engine } from '../../engine/engine.ts';
import { isLive } from '../../flows/errand/dealings.ts';
import { isNeverBooked } from '../../flows/return/memo.ts';
import type { ReturnState } from '../../flows/return/state.ts';
import { currencyDigits } from '../../policy/rounding/currency.ts';
import { toMinor } from '../../policy/rounding/money.ts';
import type { ReturnVariance } from '../../policy/variances.ts';
import { snapshotOf } from '../../shop/past.ts';
import { compareReturn, type ReturnSides } from './compare.ts';

/** What was found out about one return. */
export interface ComparedReturn {
  readonly subject: string;
  readonly externalId: string;
  /** `unread`: `problem` says why it could not be compared. */
  readonly result: 'agrees' | 'varies' | 'unread';
  readonly variances: readonly ReturnVariance[];
  readonly problem: string | null;
}

export interface ReturnWalkPorts {
  readonly shop: string;
  readonly engine: Pick<Engine, 'held' | 'peek'>;
  /** Orders of the shop as they are now, by subject. */
  readonly orders: (subjects: readonly string[]) => AsyncIterable<PastOrder>;
  /** What a system answers; a string: why it doesn't. `operation`: `find_returns` or `find_credit_memos`. */
  readonly find: (
    subject: string,
    role: 'erp' | 'wms',
    operation: string,
    externalId: string,
  ) => Promise<{ readonly reply: unknown } | string>;
  readonly toleranceMinor: number;
}

const PAGE = 100;
const FIRST = 'return/';
const STRANGE = "it answered in a shape we don't know";

const Rmas = z.object({ returns: z.array(ErpReturn) });
const Receipts = z.object({ returns: z.array(WarehouseReturn) });
const Memos = z.object({ memos: z.array(ErpCreditMemo) });

/** Compares every return that the engine knows of a shop with shop, ERP and warehouse, page by page. */
export async function* comparedReturns(ports: ReturnWalkPorts, signal: AbortSignal): AsyncGenerator<ComparedReturn> {
  for (let after = FIRST; ; ) {
    signal.throwIfAborted();
    const page = ports.engine.held(ports.shop, after, PAGE).filter((subject) => subject.startsWith(FIRST));
    const last = page.at(-1);
    if (last === undefined) return;
    after = last;
    yield* comparedPage(ports, page);
  }
}

async function* comparedPage(ports: ReturnWalkPorts, page: readonly string[]): AsyncGenerator<ComparedReturn> {
  const known = page.flatMap((subject) => {
    const state = ports.engine.peek({ shop: ports.shop, subject })?.state as ReturnState | undefined;
    return state === undefined || !isComparable(state) ? [] : [{ subject, state }];
  });
  const orders = new Map<string, PastOrder>();
  const subjects = [...new Set(known.map(({ state }) => state.order.subject))];
  if (subjects.length > 0) for await (const order of ports.orders(subjects)) orders.set(order.subject, order);
  for (const { subject, state } of known) yield compared(ports, subject, state, orders.get(state.order.subject));
}

type Comparable = ReturnState & { readonly externalId: string; readonly order: NonNullable<ReturnState['order']> };

/** One that a person or a restore took out of our hands is compared by nobody. */
function isComparable(state: ReturnState): state is Comparable {
  const left = state.final === 'closed_by_person' || state.final === 'lost_in_restore';
  return !left && state.externalId !== null && state.order !== null;
}

async function compared(
  ports: ReturnWalkPorts,
  subject: string,
  state: Comparable,
  order: PastOrder | undefined,
): Promise<ComparedReturn> {
  const { externalId } = state;
  const unread = (problem: string): ComparedReturn => {
    return { subject, externalId, result: 'unread', variances: [], problem };
  };
  const snapshot = order === undefined ? 'the shop has no such order' : snapshotOf(order);
  if (typeof snapshot === 'string') return unread(snapshot);
  const documents = await documentsOf(ports, subject, state);
  if (typeof documents === 'string') return unread(documents);
  const variances = compareReturn({
    ...documents,
    refund: refundIn(snapshot, state),
    had: { rma: isLive(state.rma.doc), receipt: isLive(state.receipt.doc), memo: isLive(state.memo.doc) },
    over: state.final !== null,
    withdrawn: state.final === 'withdrawn',
    toleranceMinor: ports.toleranceMinor,
  });
  return { subject, externalId, result: variances.length > 0 ? 'varies' : 'agrees', variances, problem: null };
}

type Documents = Pick<ReturnSides, 'rmas' | 'receipts' | 'memos'>;

async function documentsOf(ports: ReturnWalkPorts, subject: string, state: Comparable): Promise<Documents | string> {
  const ask = (role: 'erp' | 'wms', operation: string) => ports.find(subject, role, operation, state.externalId);
  const memos = read(await ask('erp', 'find_credit_memos'), Memos, 'the ERP');
  if (typeof memos === 'string') return memos;
  // A return that ERP or warehouse began has that system's own number there.
  const [atErp, atWarehouse] = [state.origin === 'shop', state.origin === 'shop'];
  const rmas = atErp ? read(await ask('erp', 'find_returns'), Rmas, 'the ERP') : { returns: [] };
  if (typeof rmas === 'string') return rmas;
  const receipts = atWarehouse ? read(await ask('wms', 'find_returns'), Receipts, 'the warehouse') : { returns: [] };
  if (typeof receipts === 'string') return receipts;
  return { memos: memos.memos, rmas: rmas.returns, receipts: receipts.returns };
}

function read<T>(answer: { readonly reply: unknown } | string, shape: z.ZodType<T>, system: string): T | string {
  if (typeof answer === 'string') return `${system}: ${answer}`;
  return shape.safeParse(answer.reply).data ?? `${system}: ${STRANGE}`;
}

/** The refund as the shop has it now: the one that we made for the return, or the one that it is about. Null also where the ERP never took its order. */
function refundIn({ refunds, currency }: OrderSnapshot, state: Comparable): ReturnSides['refund'] {
  if (isNeverBooked(state)) return null;
  const id = state.refund?.made?.id ?? state.shopRefund?.refund.id;
  const refund = refunds.find((each) => each.id === id);
  return refund === undefined ? null : { totalMinor: toMinor(refund.amount, currencyDigits(currency)).minor, currency };
}
