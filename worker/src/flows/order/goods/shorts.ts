import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../../policy/raise.ts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { intentOf } from '../intent.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { dueUnits, givenUpUnits, isClosedShort, keptBack, listed, outstanding } from './due.ts';
import { isBackordered, nextReleaseId, restOf, shortRule, wayOf } from './rest.ts';
import { skuOf, substitutionRef } from './substitutes.ts';

/** Takes what was not found off what is due, where the shop's rule is to cancel it. */
export function giveUpShorts(turn: Turn): void {
  const { state, settings } = turn;
  if (!isClosedShort(state) || shortRule(state, settings) !== 'cancel') return;
  const lines = outstanding(state);
  // All of the line that has not left by now: its quantity may have been raised since the last was given up.
  for (const { item, units } of lines) {
    const left = dueUnits(state, item) - units;
    state.givenUp[String(item.id)] = fromScaled(scaled(item.quantity) - left);
  }
  turn.say(`Not found, and by the shop's rule not waited for: ${listed(lines)}`, 'warning', 'wms');
}

/** The warehouse was asked what it could send in its place, or from elsewhere, and there is nothing. */
const isWaiting = (state: OrderState, settings: OrderSettings): boolean =>
  state.stock !== null && wayOf(state, settings) === null;

/** Told to the customer once for each release that was closed short. */
export function shortNote(state: OrderState, settings: OrderSettings) {
  if (!isBackordered(state, settings) || (settings.shortPick !== 'backorder' && !isWaiting(state, settings)))
    return null;
  // What was ordered since nobody has looked for; a warehouse that doesn't tell its shorts can't say that.
  const waiting = state.wms.doc?.shorts === undefined ? outstanding(state) : restOf(state);
  const lines = waiting.map(({ item, units }) => `${fromScaled(units)} × ${item.name}`);
  const text = `Not everything could be sent yet. On backorder, and sent as soon as possible: ${lines.join(', ')}.`;
  const body = { text: text.slice(0, 2000), audience: 'customer' as const };
  return { name: `backorder:${(state.wms.doc?.id ?? '').slice(0, 64)}`, body };
}

/** What a person should see of units that were not found. */
export function shortRemarks(state: OrderState, settings: OrderSettings): SubjectException[] {
  const wanted = state.final === null && intentOf(state, settings) !== 'cancel';
  if (wanted && isClosedShort(state) && shortRule(state, settings) === 'ask') {
    return [
      raise('stock', {
        about: ['short_shipment'],
        title: 'The warehouse closed a release without sending all of it',
        nextStep: 'Choose: send the rest by hand; or refund it. Then Resolve with a reason.',
        detail: `Not sent: ${listed(outstanding(state))}.`,
      }),
    ];
  }
  const unpaid = (state.shop.order?.items ?? []).flatMap((item) => {
    const units = givenUpUnits(state, item) - keptBack(state, String(item.id));
    return units > 0n ? [{ item, units }] : [];
  });
  if (unpaid.length === 0) return [];
  return [
    raise('stock', {
      about: ['short_cancelled'],
      title: 'Units that were not found were cancelled, and the customer paid for them',
      nextStep: 'Refund them in the shop, or Resolve with a reason.',
      detail: `Not sent and not waited for: ${listed(unpaid)}.`,
      owner: 'finance',
    }),
  ];
}

/** Substitutes that the ERP did not take, of lines that can't leave otherwise. */
export function substituteRemarks(state: OrderState, settings: OrderSettings): SubjectException[] {
  if (Object.keys(state.substitutesRefused).length === 0) return [];
  const way = wayOf(state, settings);
  const release = nextReleaseId(state) ?? '';
  const refused = restOf(state).flatMap(({ item }) => {
    const why = state.substitutesRefused[substitutionRef(release, String(item.id))];
    const isThere = way?.skus[item.id] === skuOf(item.sku, settings);
    return why === undefined || isThere ? [] : [why];
  });
  if (refused.length === 0) return [];
  return [
    raise('conflict', {
      about: ['substitute'],
      title: 'The ERP does not take a substitute for units that were not found',
      nextStep:
        'Choose: refund the units; or send them by hand and Resolve with a reason; or correct orders.substitutes or the item in the ERP, then press Retry.',
      detail: refused.join('; '),
      system: 'the ERP',
    }),
  ];
}
