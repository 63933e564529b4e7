import { ORDER_STAGES, type Stage } from '@causeway/contracts';
import { isLive } from '../errand/dealings.ts';
import { audit } from './audit.ts';
import { listed, type Outstanding, outstanding } from './goods/due.ts';
import { releasesNamed, shipmentsOf } from './goods/releases.ts';
import { substitutedLine } from './goods/substitutes.ts';
import type { Verdict } from './holds.ts';
import { isAllDelivered, isAllShipped } from './shipments.ts';
import type { StateName } from './situation.ts';
import type { OrderState, StageName } from './state.ts';
import type { Turn } from './turn.ts';

const STORY: Partial<Record<StageName, string>> = {
  released: 'The warehouse has the release',
  picked: 'Picked',
  packed: 'Packed',
  shipped: 'Everything has left the warehouse',
  delivered: 'Everything was delivered',
};

const PARTIAL = 'Only a part is allocated: backorder';

/** How far the warehouse's word takes an order; a parcel that left was picked and packed, whoever told of that. */
const BY_WAREHOUSE: Readonly<Record<string, StageName>> = {
  received: 'released',
  picked: 'picked',
  packed: 'packed',
  partially_shipped: 'packed',
  shipped: 'packed',
};

/** Notes what was reached since the last decision, from what was read back. */
export function advanceStages(turn: Turn): void {
  const { state } = turn;
  const { erp, wms } = state;
  if (state.accepted && erp.doc?.allocation === 'full' && turn.reach('allocated')) {
    turn.say('Stock is allocated in full', 'info', 'erp');
  }
  if (state.accepted && erp.doc?.allocation === 'partial' && state.reached.allocated === undefined) {
    const last = state.timeline.findLast(({ actor }) => actor === 'erp');
    if (last?.text !== PARTIAL) turn.say(PARTIAL, 'warning', 'erp');
  }
  const upTo = wms.doc === null || !isLive(wms.doc) ? undefined : BY_WAREHOUSE[wms.doc.status];
  if (upTo === undefined) return;
  const steps = ORDER_STAGES.slice(ORDER_STAGES.indexOf('released'), ORDER_STAGES.indexOf(upTo) + 1);
  const shipped = isAllShipped(state) ? (['shipped'] as const) : [];
  const delivered = isAllDelivered(state) ? (['delivered'] as const) : [];
  for (const stage of [...steps, ...shipped, ...delivered]) {
    if (!turn.reach(stage)) continue;
    turn.say(STORY[stage] ?? stage, 'info', 'wms');
    if (stage === 'released') audit(turn, 'release_created', { about: wms.doc?.id ?? '', why: 'Allocated in full' });
  }
}

/** The stage bar: done up to where the order is, then what it waits for, then what is still to come. */
export function stagesOf(state: OrderState, verdict: Verdict, name: StateName): Stage[] {
  const over = ['cancelled', 'closed_by_person', 'skipped', 'before_go_live', 'lost_in_restore'].includes(name);
  let current = true;
  return ORDER_STAGES.filter((stage) => stage !== 'delivered' || tellsDeliveries(state)).map((stage) => {
    const at = state.reached[stage];
    if (at !== undefined) return { name: stage, status: 'done', at, detail: detailOf(state, stage) };
    const status = over ? 'skipped' : current ? statusOf(name, verdict) : 'waiting';
    current = false;
    return { name: stage, status, at: null, detail: stage === 'shipped' ? stillOut(state) : '' };
  });
}

/** Most warehouses never learn whether a parcel arrived: then nothing is said of it. */
const tellsDeliveries = (state: OrderState): boolean =>
  state.reached.delivered !== undefined || shipmentsOf(state).some(({ deliveredAt = null }) => deliveredAt !== null);

const sentAs = (state: OrderState, { item }: Outstanding): string => {
  const sku = substitutedLine(state, String(item.id))?.sku;
  return sku === undefined ? '' : ` (as ${sku})`;
};

/** What is still to leave once a part has. */
const stillOut = (state: OrderState): string =>
  shipmentsOf(state).length === 0
    ? ''
    : `still to come: ${outstanding(state)
        .map((line) => listed([line]) + sentAs(state, line))
        .join(', ')}`.slice(0, 200);

function statusOf(name: StateName, verdict: Verdict): Stage['status'] {
  if (name === 'held' || name === 'on_hold' || name === 'waiting_for_payment') return 'held';
  if (verdict.blocking.length > 0) return 'failed';
  return 'active';
}

function detailOf(state: OrderState, stage: StageName): string {
  if (stage === 'accepted') return (state.erp.doc?.number ?? '').slice(0, 200);
  if (stage === 'released') return releasesNamed(state).slice(0, 200);
  if (stage === 'shipped') {
    return shipmentsOf(state)
      .map((shipment) => shipment.trackingNumber)
      .join(', ')
      .slice(0, 200);
  }
  return '';
}
