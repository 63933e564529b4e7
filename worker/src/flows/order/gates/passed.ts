import { isLive } from '../../errand/dealings.ts';
import { isReleased, releasesNamed } from '../goods/releases.ts';
import { exceptionsOf, type Verdict } from '../holds.ts';
import { isAllShipped } from '../shipments.ts';
import type { OrderState, StageName } from '../state.ts';
import { isClear, isWarehouseClear, looksOn } from '../steps.ts';
import { isNumberTold, numberTold } from '../tellings.ts';
import type { GateName } from './standing.ts';

/** Whether a gate is behind the order, by what is known now. Checks have their own answer. */
export function isPassed(name: GateName, state: OrderState, verdict: Verdict): boolean {
  switch (name) {
    case 'received':
      return state.shop.order !== null || state.reached.received !== undefined;
    case 'go_live':
      return !verdict.beforeGoLive && isPassed('received', state, verdict);
    case 'paid':
      return verdict.intent === 'send' || isReleased(state) || state.final === 'completed';
    case 'accepted':
      return state.accepted;
    case 'number':
      return isNumberTold(state);
    case 'allocated':
      return isReleased(state) || (state.accepted && isLive(state.erp.doc) && state.erp.doc?.allocation === 'full');
    case 'released':
    case 'picked':
    case 'packed':
    case 'shipped':
      return state.final === 'completed' || hasCome(state, name);
    case 'told':
      return state.final === 'completed';
    case 'release_cancelled':
      return isWarehouseClear(state);
    case 'order_cancelled':
      return isClear(state.erp);
    case 'closed':
      return isOver(state, verdict) && !isBusy(state) && exceptionsOf(verdict).length === 0;
    default:
      return areChecksBehind(state);
  }
}

/** Nothing more is sent of it: it has come to an end, or is from before go-live. */
export const isOver = (state: OrderState, verdict: Verdict): boolean => state.final !== null || verdict.beforeGoLive;

export const isBusy = (state: OrderState): boolean =>
  state.erp.call !== null || (state.wms.call !== null && !looksOn(state));

/** The checks were asked before the ERP was; what it took is not checked again. */
export function areChecksBehind(state: OrderState): boolean {
  return state.accepted || isReleased(state) || state.final === 'completed';
}

const FAR: Readonly<Record<string, readonly StageName[]>> = {
  received: ['released'],
  picked: ['released', 'picked'],
  packed: ['released', 'picked', 'packed'],
  partially_shipped: ['released', 'picked', 'packed'],
  shipped: ['released', 'picked', 'packed'],
};

function hasCome(state: OrderState, stage: StageName): boolean {
  if (state.earlier.length > 0) return stage !== 'shipped' || isAllShipped(state);
  const { doc } = state.wms;
  return doc !== null && isLive(doc) && (isAllShipped(state) || (FAR[doc.status] ?? []).includes(stage));
}

const STAGE_OF: Partial<Record<GateName, StageName>> = {
  received: 'received',
  go_live: 'received',
  accepted: 'accepted',
  allocated: 'allocated',
  released: 'released',
  picked: 'picked',
  packed: 'packed',
  shipped: 'shipped',
  told: 'completed',
};

/** Since when a gate is behind the order, epoch ms; null: that was not written down. */
export function passedAt(name: GateName, state: OrderState): number | null {
  if (name === 'paid') return letGoAt(state);
  if (name === 'number') return numberTold(state)?.doneAt ?? null;
  if (name === 'closed') return state.shown.since;
  const stage = name.startsWith('check_') ? 'checks' : STAGE_OF[name];
  return stage === undefined ? null : (state.reached[stage] ?? null);
}

/** The payment's instant, unless it was sent before that was paid: on account, on delivery. */
function letGoAt({ shop, reached }: OrderState): number | null {
  const paidAt = shop.order?.paid_at ? Date.parse(shop.order.paid_at) : null;
  const sentAt = reached.checks ?? null;
  return paidAt === null || sentAt === null ? (paidAt ?? sentAt) : Math.min(paidAt, sentAt);
}

/** What a passed gate leaves to be found elsewhere: the document's number. */
export function passedAs(name: GateName, state: OrderState): string {
  if (name === 'accepted') return state.erp.doc?.number.slice(0, 64) ?? '';
  return name === 'released' ? releasesNamed(state).slice(0, 64) : '';
}
