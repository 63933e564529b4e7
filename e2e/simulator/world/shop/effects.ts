import type { Effect, EffectAnswer, OrderEffect } from '@causeway/contracts';
import type { ShopDatabase, SubjectRow } from './database.ts';
import { fresh } from './wire.ts';

type Result = EffectAnswer['result'];

/** What may go wrong around one effect; each is asked when it could. */
export interface EffectWeather {
  /** PHP dies here: throws. */
  before(effect: Effect): void;
  done(effect: Effect): void;
  recorded(effect: Effect): void;
  /** Another plugin stops the save, or the time is up. */
  refusal(effect: Effect): 'failed' | 'later' | null;
  /** Somebody else saves the order between the effect's reading and its saving. */
  meanwhile(effect: Effect): void;
}

/** Applies a batch as the plugin does: of one subject in order, and no further than the first that did not go. */
export function applyEffects(db: ShopDatabase, effects: readonly Effect[], now: number, weather: EffectWeather) {
  const blocked = new Set<string>();
  return effects.map((effect) => {
    if (blocked.has(effect.subject)) return answer(effect, 'later');
    const given =
      effect.kind === 'mirror'
        ? showMirror(db, effect, weather)
        : 'accepts' in effect
          ? change(db, effect, now, weather)
          : answer(effect, 'failed');
    if (given.result === 'failed' || given.result === 'later') blocked.add(effect.subject);
    return given;
  });
}

function showMirror(db: ShopDatabase, effect: Extract<Effect, { kind: 'mirror' }>, weather: EffectWeather) {
  const known = db.subjects.get(effect.subject);
  if (known === undefined && !mayBeNew(effect)) return answer(effect, 'failed');
  if (known !== undefined && !rises(effect, known)) return answer(effect, 'already');
  weather.before(effect);
  const refusal = weather.refusal(effect);
  if (refusal !== null) return answer(effect, refusal);
  const row = known ?? shownOnly(effect);
  Object.assign(row, { mirror: effect.body, epoch: effect.epoch, n: effect.n });
  db.subjects.set(effect.subject, row);
  weather.recorded(effect);
  return answer(effect, 'applied');
}

/** Systems are no subject of the shop's; an order that a restore took away is shown all the same. */
function mayBeNew({ subject, body }: Extract<Effect, { kind: 'mirror' }>): boolean {
  return subject.startsWith('system/') || body.state === 'lost_in_restore';
}

function shownOnly({ subject, body }: Extract<Effect, { kind: 'mirror' }>): SubjectRow {
  return {
    key: subject,
    order: null,
    deleted: false,
    spoilt: false,
    rev: 0,
    foreignRev: 0,
    incarnation: 1,
    writtenStatus: null,
    firstSeenAt: body.since,
    traceId: '0'.repeat(31).concat('1'),
    epoch: 0,
    n: 0,
    mirror: null,
    statusMark: null,
    erpNumber: null,
    shipments: [],
  };
}

function change(db: ShopDatabase, effect: OrderEffect, now: number, weather: EffectWeather): EffectAnswer {
  const row = db.subjects.get(effect.subject);
  if (row === undefined || row.order === null) return answer(effect, 'failed');
  if (!rises(effect, row)) return answer(effect, 'already', row);
  if (row.deleted) return answer(effect, 'stale', row);
  if (isDone(effect, row)) {
    Object.assign(row, { epoch: effect.epoch, n: effect.n });
    return answer(effect, 'already', row);
  }
  if (isStale(effect, row)) return answer(effect, 'stale', row);
  weather.before(effect);
  const refusal = weather.refusal(effect);
  if (refusal !== null) return answer(effect, refusal);
  const { foreignRev } = row;
  weather.meanwhile(effect);
  if (effect.kind === 'status' && !effect.accepts.includes(row.order.status)) return answer(effect, 'stale', row);
  perform(db, row, effect, now);
  weather.done(effect);
  Object.assign(row, { epoch: effect.epoch, n: effect.n });
  weather.recorded(effect);
  return answer(effect, row.foreignRev > foreignRev ? 'stale' : 'applied', row);
}

function isStale({ decided_on, accepts }: OrderEffect, row: SubjectRow): boolean {
  return (
    row.incarnation !== decided_on.incarnation ||
    row.foreignRev > decided_on.rev ||
    !accepts.includes(row.order?.status ?? '')
  );
}

function isDone(effect: OrderEffect, row: SubjectRow): boolean {
  switch (effect.kind) {
    case 'status':
      return row.statusMark === effect.id;
    case 'erp_number':
      return row.erpNumber === effect.body.number;
    case 'shipment':
      return row.shipments.includes(effect.body.shipment_id);
    default:
      return false;
  }
}

function perform(db: ShopDatabase, row: SubjectRow, effect: OrderEffect, at: number): void {
  if (effect.kind === 'status' && row.order !== null && row.order.status !== effect.body.to) {
    row.order = { ...row.order, status: effect.body.to };
    row.statusMark = effect.id;
    row.rev += 1;
  }
  if (effect.kind === 'erp_number') row.erpNumber = effect.body.number;
  if (effect.kind === 'shipment') row.shipments = [...row.shipments, effect.body.shipment_id];
  const { subject, kind, epoch, n } = effect;
  db.performed.push({ at, subject, kind, name: nameOf(effect), epoch, n, foreignRev: row.foreignRev });
}

function nameOf(effect: OrderEffect): string {
  if (effect.kind === 'shipment') return `shipment:${effect.body.shipment_id}`;
  if (effect.kind === 'status') return `status:${effect.body.to}`;
  return effect.kind === 'erp_number' ? `erp_number:${effect.body.number}` : 'note';
}

function rises(effect: Effect, { epoch, n }: SubjectRow): boolean {
  return effect.epoch > epoch || (effect.epoch === epoch && effect.n > n);
}

function answer({ id, subject, epoch, n }: Effect, result: Result, row?: SubjectRow): EffectAnswer {
  const look = row?.order ? fresh(row) : null;
  return { id, subject, epoch, n, result, message: result === 'failed' ? 'another plugin threw' : '', look };
}
