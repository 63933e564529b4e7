import { type Checkpoint, ErpOrder, ExternalId, TimelineEntry, TraceId } from '@causeway/contracts';
import * as z from 'zod';
import { stockSubject } from '../../policy/stock-subject.ts';
import { doubt } from './lane/failing.ts';
import { refundSubject } from './neighbours/refunds.ts';
import { type Neighbours, newNeighbours } from './neighbours/state.ts';
import { type Lane, newState, type OrderState } from './state.ts';

export const FLOW = 'order';
export const VERSION = 1;

const TOLD_CHARACTERS_MAX = 4000;

const Asked = z.object({ create: z.int(), find: z.int(), cancel: z.int() });
/** Of those told of the order; the newest of them where they are many. */
const TOLD_OF_MAX = 50;
const SKU_CHARACTERS_MAX = 2000;

const Refunds = z.array(z.int());
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
  sent: z.object({ totalMinor: z.int(), currency: z.string(), digest: z.string() }).nullable(),
  erp: z.object({ tried: z.boolean(), asked: Asked, doc: ErpOrder.nullable() }),
  wms: z.object({ tried: z.boolean(), asked: Asked }),
  told: z.array(z.string()),
  keys: z.tuple([z.int(), z.int()]),
  settled: z.object({ refunds: Refunds, digest: z.string().nullable(), causes: z.array(z.string()) }),
  reached: z.partialRecord(
    z.enum(['received', 'checks', 'accepted', 'allocated', 'released', 'picked', 'packed', 'shipped', 'completed']),
    z.int(),
  ),
  shown: z.object({ state: z.string(), since: z.int() }),
  story: z.array(TimelineEntry),
  neighbours: z
    .object({
      skus: z.array(z.string()),
      refunds: z.array(z.tuple([z.int(), z.int(), z.boolean()])),
      returns: z.array(z.string()),
      own: Refunds,
    })
    .nullable()
    .default(null),
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
    sent: state.sent,
    erp: { tried: state.erp.tried, asked: state.erp.asked, doc: state.erp.doc },
    wms: { tried: state.wms.tried, asked: state.wms.asked },
    told: toldOf(state),
    keys: [state.tellingsAsked, state.mirror.asked],
    settled: { ...state.settled, refunds: [...state.settled.refunds], causes: [...state.settled.causes] },
    reached: state.reached,
    shown: state.shown,
    story: [...story],
    neighbours: neighboursOf(state),
  };
  return { flow: FLOW, version: VERSION, body };
}

/** What the shop has taken, the newest of it where that is much: the rest it answers with *already*. */
function toldOf({ tellings }: OrderState): string[] {
  const names = Object.entries(tellings).flatMap(([name, { status }]) => (status === 'done' ? [name] : []));
  return newest(names, TOLD_CHARACTERS_MAX);
}

/** Whom the order told something, and who asks after it. SKUs that are still in the order its snapshot names as well. */
function neighboursOf({ neighbours }: OrderState): z.infer<typeof Body>['neighbours'] {
  const { skus, refunds, returns, own, said } = neighbours;
  const told = Object.entries(refunds).filter(([id]) => said[refundSubject(id)] !== undefined);
  if (skus.length + told.length + returns.length + own.length === 0) return null;
  return {
    skus: newest(skus, SKU_CHARACTERS_MAX),
    refunds: told.slice(-TOLD_OF_MAX).map(([id, { at, shipped }]) => [Number(id), at, shipped]),
    returns: [...returns],
    own: [...own],
  };
}

function newest(names: readonly string[], charactersMax: number): string[] {
  let room = charactersMax;
  const kept = names.toReversed().filter((name) => {
    room -= name.length;
    return room >= 0;
  });
  return kept.toReversed();
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
  const { externalId, traceId, final, skipped, backfilled, lost, accepted, sent, settled, shown } = data;
  Object.assign(state, {
    externalId,
    traceId,
    final,
    skipped,
    backfilled,
    lost,
    accepted,
    sent,
    settled,
    shown,
    timeline: data.story,
  });
  const [incarnation, rev] = data.rev;
  Object.assign(state.shop, data.shop, { incarnation, rev, keyedIn: incarnation, resumed: true });
  for (const [stage, at] of Object.entries(data.reached)) Object.assign(state.reached, { [stage]: at });
  resume(state.erp, data.erp, final !== null);
  resume(state.wms, data.wms, final !== null);
  state.erp.doc = data.erp.doc;
  for (const [index, name] of data.told.entries()) {
    state.tellings[name] = { status: 'done', key: `resumed#${index}`, fails: 0, notBefore: null };
  }
  [state.tellingsAsked, state.mirror.asked] = data.keys;
  state.neighbours = resumed(data.neighbours);
  return state;
}

function resumed(known: z.infer<typeof Body>['neighbours']): Neighbours {
  const neighbours = newNeighbours();
  if (known === null) return neighbours;
  const { skus, refunds, returns, own } = known;
  Object.assign(neighbours, { skus, returns, own });
  for (const [id, at, shipped] of refunds) neighbours.refunds[id] = { at, shipped };
  const subjects = [...skus.map(stockSubject), ...refunds.map(([id]) => refundSubject(id))];
  for (const subject of subjects) neighbours.said[subject] = '';
  return neighbours;
}

function resume<Doc>(lane: Lane<Doc>, known: Pick<Lane<Doc>, 'tried' | 'asked'>, over: boolean): void {
  Object.assign(lane, { tried: known.tried, asked: known.asked });
  if (!over) doubt(lane);
}
