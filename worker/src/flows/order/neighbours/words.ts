import { hash } from 'node:crypto';
import { type Json, StockKept } from '@causeway/contracts';
import { stockSubject } from '../../../policy/stock-subject.ts';
import { remade, remembered } from '../../remembered.ts';
import type { Verdict } from '../holds.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { type Refunded, refundSubject, refundWords } from './refunds.ts';
import { orderForReturns } from './returns.ts';
import type { Neighbours } from './state.ts';
import { type StockNeed, stockNeeds } from './stock-needs.ts';

/** Words of one decision; an engine takes a bounded number at once. */
const AT_ONCE_MAX = 200;

/** Something that another subject should know of the order: whole, and the same as long as nothing of it changes. */
export interface Word {
  readonly subject: string;
  readonly body: object;
}

/**
 * All that others should know of the order now. What is new of it goes out with `sendWords`, once the shop keeps a
 * checkpoint that says so: a new engine then knows whom it has to tell again.
 */
export function gatherWords(turn: Turn, verdict: Verdict): Word[] {
  const { state, settings } = turn;
  const follows = settings.follows ?? { stock: false, returns: false };
  const { neighbours } = state;
  if (verdict.beforeGoLive) return [];
  const needs = follows.stock ? stockNeeds(state, verdict) : [];
  for (const { sku } of needs) neighbours.skus[sku] ??= '0';
  const refunds = follows.returns ? refundWords(turn, verdict) : [];
  const answer = follows.returns && neighbours.returns.length > 0 ? orderForReturns(state) : null;
  const words: Word[] = [
    ...needs.map((body) => ({ subject: stockSubject(body.sku), body })),
    ...refunds.map((body) => ({ subject: refundSubject(body.refund.id), body })),
    ...(answer === null ? [] : neighbours.returns.map((subject) => ({ subject, body: answer }))),
  ];
  // Whoever may be told from now on stands in the checkpoint.
  for (const { subject } of words) neighbours.said[subject] ??= '';
  const { all, made } = gathered(turn, { incarnation: state.shop.incarnation, words });
  const wanted = words.length === 0 ? '' : made;
  if (wanted !== neighbours.wanted) Object.assign(neighbours, { wanted, carriedBy: null });
  return all.words;
}

const gathered = remade(({ incarnation, words }: { readonly incarnation: number; readonly words: Word[] }) =>
  fingerprint([incarnation, words]),
);

/** Takes in that the shop keeps what a stock was told last of the order's end. */
export function heardFromStock({ neighbours }: OrderState, body: unknown): void {
  const kept = StockKept.safeParse(body);
  if (!kept.success) return;
  const { sku, word } = kept.data;
  const units = neighbours.skus[sku];
  if (units !== undefined && neighbours.said[stockSubject(sku)] === word) neighbours.kept[sku] = { word, units };
}

/**
 * The order is over, and what the shop keeps of a stock or of a refund may not say so yet: a new engine must hear it from the
 * order, which it meets only while that is open.
 */
export function awaitsNeighbours({ neighbours, final }: OrderState, words: readonly Word[]): boolean {
  return words.some(({ subject, body }) => {
    if (isStockNeed(body)) return body.final && neighbours.kept[body.sku]?.word !== fingerprint(body);
    return isRefund(body) && final !== 'lost_in_restore' && neighbours.booked[subject] !== fingerprint(body);
  });
}

/** Says what is new, if the newest mirror that carried it was answered; an order that the shop lost has none to wait for. */
export function sendWords(turn: Turn, words: readonly Word[]): void {
  const { neighbours, mirror, final, shop } = turn.state;
  if (mirror.digest !== null) neighbours.carriedBy ??= mirror.asked;
  const kept = neighbours.carriedBy !== null && mirror.applied >= neighbours.carriedBy;
  if (!kept && final !== 'lost_in_restore') return;
  const news = words.flatMap((word) => {
    const text = fingerprint(word.body);
    return neighbours.said[word.subject] === text ? [] : [{ ...word, text }];
  });
  for (const { subject, body, text } of news.slice(0, AT_ONCE_MAX)) {
    neighbours.said[subject] = text;
    const whole = { ...body, ...named(neighbours, body, text), incarnation: shop.incarnation, rev: shop.rev };
    turn.tells.push({ subject, body: whole as unknown as Json });
  }
  if (news.length > AT_ONCE_MAX) turn.wake('words', turn.now + 1);
}

/** Its name; of a stock need also what was told before, as final and else: what is told now counts from here on. */
function named(neighbours: Neighbours, body: Word['body'], word: string): object {
  if (isRefund(body)) return { word };
  if (!isStockNeed(body)) return {};
  // An order that an engine's file has from before this was kept.
  neighbours.counted ??= {};
  const { skus, counted, resumed = true } = neighbours;
  const { sku, reduced, final } = body;
  const settled = skus[sku] ?? '0';
  const before = counted[sku] ?? (resumed ? undefined : NOTHING_TOLD);
  skus[sku] = final ? reduced : '0';
  counted[sku] = final ? NOTHING_TOLD : { reduced, held: isHeldBack(body) };
  return { settled, word, ...(before === undefined ? {} : { before }) };
}

const NOTHING_TOLD = { reduced: '0', held: false };
const isHeldBack = ({ allocatedAt, releasedAt, shippedAt }: StockNeed): boolean =>
  [allocatedAt, releasedAt, shippedAt].some((since) => since != null);

const isRefund = (body: Word['body']): body is Refunded => 'about' in body && body.about === 'refund';
const isStockNeed = (body: Word['body']): body is StockNeed => 'about' in body && body.about === 'stock_need';

const fingerprint = remembered((value: object): string => hash('sha256', JSON.stringify(value)).slice(0, 16));
