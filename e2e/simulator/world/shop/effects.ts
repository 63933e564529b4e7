import type { Effect, EffectAnswer, OrderEffect } from '@causeway/contracts';
import { answer, type EffectGround, type EffectWeather, type Result, rises, shownOnly } from './answers.ts';
import type { ShopDatabase, SubjectRow } from './database.ts';
import { payBack } from './pay-back.ts';
import { applyTriple, reduced, stockOf } from './products.ts';

/** Applies a batch as the plugin does: of one subject in order, and no further than the first that did not go. */
export function applyEffects(ground: EffectGround, effects: readonly Effect[], now: number, weather: EffectWeather) {
  const blocked = new Set<string>();
  return effects.map((effect) => {
    if (blocked.has(effect.subject)) return answer(effect, 'later');
    const given = applied(ground, effect, now, weather);
    if (given.result === 'failed' || given.result === 'later') blocked.add(effect.subject);
    return given;
  });
}

function applied(ground: EffectGround, effect: Effect, now: number, weather: EffectWeather): EffectAnswer {
  const { db } = ground;
  if (effect.kind === 'mirror') return showMirror(db, effect, weather);
  if (effect.kind === 'stock') return tellStock(db, effect, weather);
  if (effect.kind === 'refund') return payBack(ground, effect, now, weather);
  return 'accepts' in effect ? change(db, effect, now, weather) : answer(effect, 'failed');
}

/** The triple and the stock change in one transaction of the shop's database. */
function tellStock(db: ShopDatabase, effect: Extract<Effect, { kind: 'stock' }>, weather: EffectWeather): EffectAnswer {
  const row = db.subjects.get(effect.subject) ?? shownOnly(effect.subject, 0);
  const product = db.products.get(effect.body.sku);
  const given = (result: Result) => ({ ...answer(effect, result), stock: stockOf(product) });
  if (!rises(effect, row)) return given('already');
  weather.before(effect);
  const refusal = weather.refusal(effect);
  if (refusal !== null) return given(refusal);
  const news = product !== undefined && applyTriple(product, effect.body);
  Object.assign(row, { epoch: effect.epoch, n: effect.n });
  db.subjects.set(effect.subject, row);
  weather.recorded(effect);
  return given(news || product === undefined ? 'applied' : 'already');
}

function showMirror(db: ShopDatabase, effect: Extract<Effect, { kind: 'mirror' }>, weather: EffectWeather) {
  const known = db.subjects.get(effect.subject);
  if (known === undefined && !mayBeNew(effect)) return answer(effect, 'failed');
  if (known !== undefined && !rises(effect, known)) return answer(effect, 'already');
  weather.before(effect);
  const refusal = weather.refusal(effect);
  if (refusal !== null) return answer(effect, refusal);
  const row = known ?? shownOnly(effect.subject, effect.body.since);
  Object.assign(row, { mirror: effect.body, epoch: effect.epoch, n: effect.n });
  db.subjects.set(effect.subject, row);
  weather.recorded(effect);
  return answer(effect, 'applied');
}

/** Only of orders does the shop know first; one that a restore took away is shown all the same. */
function mayBeNew({ subject, body }: Extract<Effect, { kind: 'mirror' }>): boolean {
  return !subject.startsWith('order/') || body.state === 'lost_in_restore';
}

function change(db: ShopDatabase, effect: OrderEffect, now: number, weather: EffectWeather): EffectAnswer {
  const row = db.subjects.get(effect.subject);
  if (row === undefined || row.order === null) return answer(effect, 'failed');
  if (!rises(effect, row))
    return answer(effect, isDone(effect, row, db) || wasDone(effect, db) ? 'already' : 'stale', row);
  if (row.deleted) return answer(effect, 'stale', row);
  if (isDone(effect, row, db)) {
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

/** Under this very number; what was answered stale under it stays undone. */
function wasDone({ subject, epoch, n }: OrderEffect, { performed }: ShopDatabase): boolean {
  return performed.some((done) => done.subject === subject && done.epoch === epoch && done.n === n);
}

function isStale({ decided_on, accepts }: OrderEffect, row: SubjectRow): boolean {
  return (
    row.incarnation !== decided_on.incarnation ||
    row.foreignRev > decided_on.rev ||
    !accepts.includes(row.order?.status ?? '')
  );
}

function isDone(effect: OrderEffect, row: SubjectRow, db: ShopDatabase): boolean {
  switch (effect.kind) {
    case 'status':
      return row.statusMark === effect.id;
    case 'erp_number':
      return row.erpNumber === effect.body.number;
    case 'shipment':
      return row.parcels.some(({ shipment_id }) => shipment_id === effect.body.shipment_id);
    case 'note':
      return db.performed.some(({ subject, name }) => subject === effect.subject && name === nameOf(effect));
    default:
      return false;
  }
}

function perform(db: ShopDatabase, row: SubjectRow, effect: OrderEffect, at: number): void {
  if (effect.kind === 'status' && row.order !== null && row.order.status !== effect.body.to) {
    row.order = reduced({ ...row.order, status: effect.body.to }, db.products);
    row.statusMark = effect.id;
    row.rev += 1;
  }
  if (effect.kind === 'erp_number') row.erpNumber = effect.body.number;
  if (effect.kind === 'shipment') row.parcels = [...row.parcels, effect.body];
  const { subject, kind, epoch, n } = effect;
  db.performed.push({ at, subject, kind, name: nameOf(effect), epoch, n, foreignRev: row.foreignRev });
}

function nameOf(effect: OrderEffect): string {
  if (effect.kind === 'shipment') return `shipment:${effect.body.shipment_id}`;
  if (effect.kind === 'status') return `status:${effect.body.to}`;
  return effect.kind === 'erp_number'
    ? `erp_number:${effect.body.number}`
    : `note:${effect.body.about ?? effect.body.text}`;
}
