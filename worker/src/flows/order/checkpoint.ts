import { type Checkpoint, ErpOrder, ExternalId, ORDER_STAGES, TimelineEntry, TraceId } from '@causeway/contracts';
import * as z from 'zod';
import { cut } from '../../policy/raise.ts';
import { newState } from './beginning.ts';
import { doubt } from './lane/failing.ts';
import { keptOf, NeighboursKept, newest, resumeNeighbours } from './neighbours/kept.ts';
import type { Lane, OrderState } from './state.ts';

export const FLOW = 'order';
export const VERSION = 1;

const TOLD_CHARACTERS_MAX = 4000;
const REFUSED_MAX = 10;

const Asked = z.object({
  create: z.int(),
  find: z.int(),
  cancel: z.int(),
  amend: z.int().default(0),
  ship: z.int().default(0),
  substitute: z.int().default(0),
});
const Holds = z.string().nullable().default(null);
const PartsTaken = z.object({ goods: z.string(), amounts: z.string(), paying: z.string(), method: z.string() });
const Refunds = z.array(z.int());
const Ms = z.int().nullable();
const Lost = z.object({
  externalId: ExternalId,
  erpNumber: z.string().nullable(),
  release: z.string().nullable(),
  at: z.int(),
});

/** What a new engine must know so as not to do twice what was done. Documents themselves are looked up again. */
const Body = z.object({
  externalId: ExternalId.nullable(),
  traceId: TraceId.nullable(),
  rev: z.tuple([z.int(), z.int()]),
  shop: z.object({
    status: z.string().nullable(),
    digest: z.string().nullable(),
    refunds: Refunds,
    deleted: z.boolean(),
    overtaken: z.string().nullable().default(null),
  }),
  final: z.enum(['completed', 'cancelled', 'closed_by_person', 'skipped', 'lost_in_restore']).nullable(),
  skipped: z.string().nullable().default(null),
  backfilled: z.boolean().default(false),
  lost: z.array(Lost).default([]),
  accepted: z.boolean(),
  sent: z
    .object({
      totalMinor: z.int(),
      currency: z.string(),
      digest: z.string(),
      parts: PartsTaken.nullable().default(null),
    })
    .nullable(),
  erp: z.object({ tried: z.boolean(), asked: Asked, doc: ErpOrder.nullable(), holds: Holds }),
  wms: z.object({ tried: z.boolean(), asked: Asked, holds: Holds, leftOut: Holds, nth: z.int().default(1) }),
  rest: z.object({ since: z.int(), lacking: z.boolean(), found: z.int().nullable() }).nullable().default(null),
  givenUp: z.record(z.string(), z.string()).default({}),
  refused: z.record(z.string(), z.string()).default({}),
  told: z.array(z.string()),
  keys: z.tuple([z.int(), z.int()]),
  settled: z.object({ refunds: Refunds, digest: z.string().nullable(), causes: z.array(z.string()) }),
  reached: z.partialRecord(z.enum(ORDER_STAGES), z.int()),
  heldSince: z
    .object({ allocated: Ms, released: Ms, shipped: Ms })
    .default({ allocated: null, released: null, shipped: null }),
  shown: z.object({ state: z.string(), since: z.int() }),
  /** A person is told of something. */
  raised: z.boolean().default(false),
  story: z.array(TimelineEntry),
  neighbours: NeighboursKept,
});

/** The checkpoint of a state; its story is the timeline given (which may have been shortened to fit). */
export function toCheckpoint(state: OrderState, story: readonly TimelineEntry[]): Checkpoint {
  const { shop } = state;
  const body: z.infer<typeof Body> = {
    externalId: state.externalId,
    traceId: state.traceId,
    rev: [shop.incarnation, shop.rev],
    shop: {
      status: shop.status,
      digest: shop.digest,
      refunds: [...shop.refunds],
      deleted: shop.deleted,
      overtaken: shop.overtaken ?? null,
    },
    final: state.final,
    skipped: state.skipped,
    backfilled: state.backfilled,
    lost: [...state.lost],
    accepted: state.accepted,
    sent: sentOf(state),
    erp: { tried: state.erp.tried, asked: state.erp.asked, doc: shortened(state.erp.doc), holds: state.erp.holds },
    wms: {
      tried: state.wms.tried,
      asked: state.wms.asked,
      holds: state.wms.holds,
      leftOut: state.leftOut,
      nth: state.nth,
    },
    rest: state.rest,
    givenUp: state.givenUp,
    refused: refusedOf(state),
    told: toldOf(state),
    keys: [state.tellingsAsked, state.mirror.asked],
    settled: { ...state.settled, refunds: [...state.settled.refunds], causes: [...state.settled.causes] },
    reached: state.reached,
    heldSince: state.heldSince,
    shown: state.shown,
    raised: Object.keys(state.mirror.opened).length > 0,
    story: [...story],
    neighbours: keptOf(state),
  };
  return { flow: FLOW, version: VERSION, body };
}

/** What the shop has taken, the newest of it where that is much: the rest it answers with *already*. */
function toldOf({ tellings }: OrderState): string[] {
  const names = Object.entries(tellings).flatMap(([name, { status }]) => (status === 'done' ? [name] : []));
  return newest(names, TOLD_CHARACTERS_MAX);
}

/** Parcels that the ERP did not take, the newest where they are many: the others it is told of again. */
function refusedOf({ reported }: OrderState): Record<string, string> {
  const refused = Object.entries(reported).flatMap(([parcel, why]) => (why === null ? [] : [[parcel, cut(why, 200)]]));
  return Object.fromEntries(refused.slice(-REFUSED_MAX));
}

/** Lines are looked up again, or stand in the shop's order. */
function sentOf({ sent }: OrderState): z.infer<typeof Body>['sent'] {
  if (sent === null) return null;
  const { goods: _, parts = null, ...rest } = sent;
  return { ...rest, parts };
}

function shortened(doc: OrderState['erp']['doc']): ErpOrder | null {
  if (doc === null) return null;
  const { lines: _, ...rest } = doc;
  return rest;
}

/**
 * A state from a checkpoint: it goes on where that one was, but believes nothing of ERP and warehouse before it has
 * looked there. Null: not of this flow, of another version, or broken.
 */
export function fromCheckpoint(subject: string, checkpoint: Checkpoint): OrderState | null {
  if (checkpoint.flow !== FLOW || checkpoint.version !== VERSION) return null;
  const parsed = Body.safeParse(checkpoint.body);
  if (!parsed.success) return null;
  const { data } = parsed;
  const state = newState(subject);
  const { externalId, traceId, final, skipped, backfilled, lost, accepted, sent, settled, shown, heldSince } = data;
  const { parts = null, ...taken } = sent ?? {};
  Object.assign(state, {
    externalId,
    traceId,
    final,
    skipped,
    backfilled,
    lost,
    accepted,
    sent: sent && { ...taken, ...(parts === null ? {} : { parts }) },
    settled,
    shown,
    heldSince,
    timeline: data.story,
  });
  const [incarnation, rev] = data.rev;
  Object.assign(state.shop, data.shop, { incarnation, rev, keyedIn: incarnation, resumed: true });
  for (const [stage, at] of Object.entries(data.reached)) Object.assign(state.reached, { [stage]: at });
  resume(state.erp, data.erp, final !== null);
  // What an order is open for at its end may stand in the warehouse's words alone.
  state.recovering = final !== null && data.raised;
  resume(state.wms, data.wms, final !== null && !data.raised);
  state.erp.doc = data.erp.doc;
  state.erp.holds = data.erp.holds;
  Object.assign(state.wms, { holds: data.wms.holds });
  state.leftOut = data.wms.leftOut;
  state.nth = data.wms.nth;
  state.rest = data.rest;
  state.givenUp = data.givenUp;
  state.reported = data.refused;
  for (const [index, name] of data.told.entries()) {
    state.tellings[name] = { status: 'done', key: `resumed#${index}`, fails: 0, notBefore: null };
  }
  [state.tellingsAsked, state.mirror.asked] = data.keys;
  state.neighbours = resumeNeighbours(data.neighbours);
  return state;
}

function resume<Doc>(lane: Lane<Doc>, known: Pick<Lane<Doc>, 'tried' | 'asked'>, over: boolean): void {
  Object.assign(lane, { tried: known.tried, asked: known.asked });
  if (!over) doubt(lane);
}
