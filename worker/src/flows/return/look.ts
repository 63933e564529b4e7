import { type Look, ReturnLook, type ReturnSnapshot } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { returnExternalId } from '../../policy/return-subject.ts';
import { startAnew } from '../errand/errand.ts';
import { externalIdOf } from '../order/external-id.ts';
import { orderDeleted, replaced } from './objections.ts';
import type { Turn } from './turn.ts';

/** Takes what the shop says of a return in; a revision not above the known one changes nothing. */
export function takeLook(turn: Turn, look: Pick<Look, 'incarnation' | 'rev' | 'snapshot'>): void {
  const { state } = turn;
  if (!isNews(turn, look)) return;
  const restored = state.seen.rev > 0 && look.incarnation > state.seen.incarnation;
  state.seen = { incarnation: look.incarnation, rev: look.rev };
  state.resumed = false;
  // Of a return that did not begin in the shop it has nothing to say.
  if (look.snapshot === null && !/^return\/\d+$/.test(state.subject)) return;
  const parsed = ReturnLook.safeParse(look.snapshot);
  if (!parsed.success || (!parsed.data.deleted && `return/${parsed.data.id}` !== state.subject)) {
    state.unreadable = raise('parse', {
      about: ['return'],
      title: "What the shop says of a return can't be read",
      nextStep: 'Look for a plugin that changes orders or returns; the next change of the return is read anew.',
      detail: parsed.success ? 'It is about another return.' : placesOf(parsed.error.issues),
    });
    return;
  }
  state.unreadable = null;
  if (!parsed.data.deleted && restored && isAnother(turn, parsed.data)) {
    turn.say('Since a restore the shop has another return under this number', 'error', 'shop');
    state.unreadable = replaced(state.externalId ?? '');
  } else if (!parsed.data.deleted) takeSnapshot(turn, parsed.data);
  else takeDeletion(turn);
}

/** What was asked for may be unknown here by then, and can't be read any more: a person must see to it. */
function takeDeletion(turn: Turn): void {
  const { state } = turn;
  if (state.asked?.deleted === true || state.final !== null) return;
  turn.say('Its order was deleted from the shop for good', 'warning', 'shop');
  if (state.asked === null) state.unreadable = orderDeleted(state);
  else state.asked = { ...state.asked, deleted: true };
}

function isNews({ state }: Turn, { incarnation, rev }: Pick<Look, 'incarnation' | 'rev'>): boolean {
  const { seen, resumed } = state;
  if (incarnation !== seen.incarnation) return incarnation > seen.incarnation;
  return rev > seen.rev || (resumed && rev === seen.rev);
}

/** A restored shop gives numbers out again: under this one ERP and warehouse may have the return from before. */
function isAnother({ state, shop }: Turn, { created_at, order }: ReturnSnapshot): boolean {
  const externalId = returnExternalId(state.subject, externalIdOf(shop.code, order));
  const before = state.asked?.createdAt ?? state.askedAt;
  return before !== null && (before !== created_at || state.externalId !== externalId);
}

function takeSnapshot(
  turn: Turn,
  { order, origin, reason, created_at, exchange, status, lines }: ReturnSnapshot,
): void {
  const { state } = turn;
  const before = state.asked;
  const orderExternalId = externalIdOf(turn.shop.code, order);
  state.origin = 'shop';
  state.goods = order;
  state.order = {
    subject: `order/${order.id}`,
    externalId: orderExternalId,
    erpNumber: order.erp_number ?? state.order?.erpNumber ?? null,
  };
  state.externalId ??= returnExternalId(state.subject, orderExternalId);
  const withdrawn = status === 'withdrawn';
  state.asked = {
    by: origin,
    reason,
    createdAt: created_at,
    exchange,
    withdrawn,
    deleted: false,
    lines: lines.map(({ item_id, quantity }) => ({ lineId: String(item_id), quantity })),
  };
  if (before === null) {
    const who = origin === 'staff' ? 'staff' : 'the customer';
    turn.say(
      `Asked for by ${who}, for order ${order.number}${exchange ? ': goods are to be replaced' : ''}`,
      'info',
      'shop',
    );
    turn.reach('requested');
  } else if (withdrawn && !before.withdrawn) turn.say('Withdrawn in the shop', 'warning', 'shop');
  else if (!withdrawn && before.withdrawn) askedAgain(turn);
}

/** What was called back, or is being called back, is made anew. */
function askedAgain(turn: Turn): void {
  const { state } = turn;
  turn.say('Asked for again in the shop', 'info', 'shop');
  if (state.final === 'withdrawn') state.final = null;
  if (state.final === null) for (const errand of [state.rma, state.receipt]) startAnew(errand);
}

/** Where a snapshot breaks its schema: paths and kinds, never values. */
function placesOf(issues: readonly { readonly path: PropertyKey[]; readonly code: string }[]): string {
  const places = issues.slice(0, 5).map(({ path, code }) => `${path.map(String).join('.') || 'snapshot'} (${code})`);
  return `Wrong at ${places.join(', ')}.`;
}
