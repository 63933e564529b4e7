import type { EffectAnswer, ExchangeRequest, ExchangeResponse, OrderSnapshot, Refusal } from '@causeway/contracts';
import { PLUGIN_RANGE, WORKER_VERSION } from '../../../../worker/src/config/versions.ts';
import { ShopRefusal } from '../../../../worker/src/shop/shop-api.ts';
import type { EffectGround, EffectWeather } from './answers.ts';
import { isLookedAt, type OutboxRow, type Payment, type ShopDatabase } from './database.ts';
import { applyEffects } from './effects.ts';
import { lookEvent, uuid, wireRow } from './wire.ts';

export const LEASE_MS = 180_000;
const LONGEST_CALL_MS = 60_000;
const PAGE = 50;

/** What of a shop an exchange meets. */
export interface ServingShop {
  readonly id: string;
  readonly identity: ExchangeResponse['shop'];
  readonly goLiveAt: number;
  readonly db: ShopDatabase;
  readonly payments: Payment[];
  readonly touched: Set<string>;
  readonly copyUntil: number;
  takenAt: number;
  readonly granted: (engine: string, until: number) => void;
  readonly now: () => number;
  nextEvent(): number;
}

/** Answers an exchange. Throws `ShopRefusal` (nothing was touched), or `PhpDied`. */
export function answerExchange(shop: ServingShop, request: ExchangeRequest, weather: EffectWeather): ExchangeResponse {
  const now = shop.now();
  if (shop.copyUntil > now || request.shop.id !== shop.id) throw refusal('causeway_copy');
  insistOnNumbers(shop, request, now);
  grant(shop, request, now);
  shop.granted(request.engine.id, shop.db.lease.until);
  const { db } = shop;
  if (request.ack.rows.length > 0)
    db.rows = db.rows.filter((row) => !(row.served && request.ack.rows.includes(row.row)));
  for (const { subject } of request.effects) shop.touched.add(subject);
  const answers = applyEffects(ground(shop), request.effects, now, weather);
  if (request.lease.release) db.lease.until = 0;
  return response(shop, request, answers, now);
}

function ground(shop: ServingShop): EffectGround {
  const changed = (key: string, changes: Partial<OrderSnapshot>) => {
    const row = shop.db.subjects.get(key);
    if (!row?.order) return;
    row.order = { ...row.order, ...changes };
    row.rev += 1;
    shop.touched.add(key);
  };
  return { db: shop.db, payments: shop.payments, changed };
}

function insistOnNumbers(shop: ServingShop, { ack, shop: asked }: ExchangeRequest, now: number): void {
  const { db } = shop;
  if (ack.number > db.ackNumber) {
    db.rewoundAt ??= now;
    db.rewoundFrom = Math.max(db.rewoundFrom, ack.number);
    db.incarnation = Math.max(db.incarnation, asked.incarnation);
  } else if (db.rewoundAt === null || ack.number > 0) {
    db.rewoundAt = null;
    return;
  }
  throw refusal('causeway_rewound');
}

function grant(shop: ServingShop, { engine, lease, ack, effects }: ExchangeRequest, now: number): void {
  const { db } = shop;
  const holds = db.lease.epoch > 0 && db.lease.engine === engine.id && engine.commit >= db.commit;
  if (lease.epoch !== 0 && (!holds || lease.epoch !== db.lease.epoch)) throw refusal('causeway_lease_lost');
  const free = db.lease.until + LONGEST_CALL_MS;
  if (!holds && now < free) throw refusal('causeway_lease_held', free - now);
  if (!holds) shop.takenAt = now;
  db.lease = { epoch: holds ? db.lease.epoch : db.lease.epoch + 1, engine: engine.id, until: now + LEASE_MS };
  db.commit = engine.commit;
  if (ack.rows.length + effects.length > 0) db.ackNumber += 1;
}

function response(
  shop: ServingShop,
  { ask, lease, engine }: ExchangeRequest,
  answers: EffectAnswer[],
  now: number,
): ExchangeResponse {
  const { db } = shop;
  const rows = serve(shop, ask.rows, now);
  return {
    protocol: 1,
    plugin: { version: PLUGIN_RANGE.min, worker: { min: WORKER_VERSION, below: '99.0.0' } },
    shop: { ...shop.identity, incarnation: db.incarnation },
    lease: { epoch: db.lease.epoch, expires_in_ms: lease.release ? 0 : LEASE_MS },
    ack: { number: db.ackNumber },
    engine: { id: engine.id, commit: db.commit },
    rows: rows.map((row) => wireRow(shop.id, db, row)),
    open: ask.open_after === null ? null : open(shop, ask.open_after),
    looks: ask.looks.slice(0, PAGE).map((subject) => ({ subject, event: look(shop, subject) })),
    answers,
    more: db.rows.some(({ served, filledAt }) => !served && filledAt <= now),
    panel_open: false,
    go_live_at: shop.goLiveAt,
    backlog: { rows: db.rows.length, oldest_at: null },
    now,
  };
}

/** Commands first; what was served and not acknowledged is served again. */
function serve(shop: ServingShop, limit: number, now: number): OutboxRow[] {
  const ready = shop.db.rows.filter(({ filledAt }) => filledAt <= now);
  const inTurn = [
    ...ready.filter(({ command }) => command !== null),
    ...ready.filter(({ command }) => command === null),
  ];
  const rows = inTurn.slice(0, limit);
  for (const row of rows) {
    const subject = shop.db.subjects.get(row.subject);
    row.served = true;
    const of = row.command === null ? `${subject?.incarnation}.${subject?.rev}` : row.subject;
    row.servedAs = [...new Set([...row.servedAs, `${row.event}@${of}`])];
  }
  return rows;
}

function look(shop: ServingShop, key: string): ExchangeResponse['looks'][number]['event'] {
  const row = shop.db.subjects.get(key);
  if (row === undefined || !isLookedAt(row)) return null;
  return lookEvent(shop.id, uuid(2, shop.nextEvent()), shop.db, row) as never;
}

function open(shop: ServingShop, after: string): ExchangeResponse['open'] {
  const open = [...shop.db.subjects.values()]
    .filter((row) => row.key > after && isLookedAt(row) && row.mirror?.open !== false)
    .map(({ key }) => key)
    .sort();
  const page = open.slice(0, PAGE);
  return {
    events: page.map((key) => look(shop, key)),
    next: open.length > page.length ? (page.at(-1) ?? null) : null,
  };
}

function refusal(code: Refusal['code'], retryAfterMs?: number): ShopRefusal {
  const data = { status: 409, ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }) };
  return new ShopRefusal({ code, message: code, data });
}
