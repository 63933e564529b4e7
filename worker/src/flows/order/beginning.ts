import { NO_AUDIT } from '../audit/pending.ts';
import { UNTRIED } from '../errand/dealings.ts';
import { newNeighbours } from './neighbours/state.ts';
import type { Lane, OrderState } from './state.ts';

export function newLane<Doc>(): Lane<Doc> {
  return {
    ...UNTRIED,
    absent: true,
    look: false,
    call: null,
    asked: { create: 0, find: 0, cancel: 0, amend: 0, ship: 0, substitute: 0 },
    saidAt: null,
    claimed: null,
    cancelRefused: null,
    holds: null,
    amendRefused: null,
  };
}

export const NOT_HELD: OrderState['heldSince'] = { allocated: null, released: null, shipped: null };

export function newState(subject: string): OrderState {
  return {
    subject,
    traceId: null,
    externalId: null,
    shop: {
      incarnation: 0,
      rev: 0,
      keyedIn: 0,
      order: null,
      status: null,
      digest: null,
      refunds: [],
      deleted: false,
      overtaken: null,
      unreadable: null,
      resumed: false,
    },
    erp: newLane(),
    accepted: false,
    sent: null,
    wms: newLane(),
    nth: 1,
    earlier: [],
    rest: null,
    stock: null,
    leftOut: null,
    redo: false,
    givenUp: {},
    substitutesRefused: {},
    reported: {},
    tellings: {},
    tellingsAsked: 0,
    final: null,
    skipped: null,
    replay: null,
    backfilled: false,
    variances: [],
    recovering: false,
    lost: [],
    settled: { refunds: [], digest: null, causes: [] },
    reached: {},
    heldSince: NOT_HELD,
    shown: { state: '', since: 0 },
    timeline: [],
    mirror: {
      asked: 0,
      digest: null,
      answered: false,
      applied: 0,
      fails: 0,
      notBefore: null,
      opened: {},
      last: null,
      mute: false,
    },
    timers: {},
    audit: NO_AUDIT,
    neighbours: newNeighbours(),
  };
}

/** A state as a version before this one left it, with what that version didn't know. */
export function upToDate(state: OrderState): OrderState {
  const { shop, mirror } = state;
  return {
    ...state,
    recovering: state.recovering ?? false,
    lost: state.lost ?? [],
    skipped: state.skipped ?? null,
    replay: state.replay ?? null,
    backfilled: state.backfilled ?? false,
    variances: state.variances ?? [],
    audit: state.audit ?? NO_AUDIT,
    neighbours: { ...newNeighbours(), ...state.neighbours },
    erp: { ...newLane(), ...state.erp },
    wms: { ...newLane(), ...state.wms },
    nth: state.nth ?? 1,
    earlier: state.earlier ?? [],
    rest: state.rest ?? null,
    stock: state.stock ?? null,
    leftOut: state.leftOut ?? null,
    heldSince: state.heldSince ?? NOT_HELD,
    redo: state.redo ?? false,
    givenUp: state.givenUp ?? {},
    substitutesRefused: state.substitutesRefused ?? {},
    reported: state.reported ?? {},
    shop: { ...shop, keyedIn: shop.keyedIn ?? shop.incarnation },
    mirror: { ...mirror, mute: mirror.mute ?? false, applied: mirror.applied ?? (mirror.answered ? mirror.asked : 0) },
  };
}
