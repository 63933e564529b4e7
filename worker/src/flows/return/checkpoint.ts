import {
  type Checkpoint,
  ErpCreditMemo,
  ErpReturn,
  ExternalId,
  MadeRefund,
  OrderRefunded,
  ReturnBegun,
  TimelineEntry,
  TraceId,
  WarehouseReturn,
} from '@causeway/contracts';
import * as z from 'zod';
import { doubt } from '../errand/errand.ts';
import { newState, type ReturnState } from './state.ts';

export const FLOW = 'return';
export const VERSION = 1;

const errandOf = <Doc extends z.ZodType>(doc: Doc) =>
  z.object({ tried: z.boolean(), asked: z.int(), doc: doc.nullable() });

/** What a new engine must know so as not to do twice what was done. Documents themselves are looked up again. */
const Body = z.object({
  origin: z.enum(['shop', 'refund', 'erp', 'wms']).nullable(),
  externalId: ExternalId.nullable(),
  traceId: TraceId.nullable(),
  seen: z.object({ incarnation: z.int(), rev: z.int() }),
  order: z.object({ subject: z.string(), externalId: z.string(), erpNumber: z.string().nullable() }).nullable(),
  askedAt: z.string().nullable().default(null),
  shopRefund: OrderRefunded.nullable(),
  begun: ReturnBegun.nullable(),
  rma: errandOf(ErpReturn),
  receipt: errandOf(WarehouseReturn),
  memo: errandOf(ErpCreditMemo),
  reported: z.string().nullable().default(null),
  approved: z.object({ amount: z.string(), by: z.string() }).nullable(),
  rejected: z.string().nullable(),
  refund: z
    .object({
      amount: z.string(),
      lines: z.array(z.object({ item_id: z.int(), quantity: z.string(), total: z.string(), total_tax: z.string() })),
      status: z.enum(['out', 'again', 'made', 'unknown', 'failed', 'by_hand']),
      asked: z.int(),
      message: z.string(),
      made: MadeRefund.nullable(),
    })
    .nullable(),
  settled: z.array(z.string()),
  final: z.enum(['closed', 'withdrawn', 'refund_deleted', 'closed_by_person', 'lost_in_restore']).nullable(),
  mirrors: z.int(),
  reached: z.record(z.string(), z.int()),
  shown: z.object({ state: z.string(), since: z.int() }),
  story: z.array(TimelineEntry),
});

/** The checkpoint of a state; its story is the timeline given (which may have been shortened to fit). */
export function toCheckpoint(state: ReturnState, story: readonly z.infer<typeof TimelineEntry>[]): Checkpoint {
  const kept = <Doc>({ tried, asked, doc }: { tried: boolean; asked: number; doc: Doc }) => ({ tried, asked, doc });
  const { refund } = state;
  const body: z.infer<typeof Body> = {
    origin: state.origin,
    externalId: state.externalId,
    traceId: state.traceId,
    seen: state.seen,
    order: state.order,
    askedAt: state.asked?.createdAt ?? state.askedAt,
    shopRefund: state.shopRefund,
    begun: state.begun,
    rma: kept(state.rma),
    receipt: kept(state.receipt),
    memo: kept(state.memo),
    reported: state.reported,
    approved: state.approved,
    rejected: state.rejected,
    refund: refund && {
      amount: refund.amount,
      lines: refund.lines,
      status: refund.status,
      asked: refund.asked,
      message: refund.message,
      made: refund.made,
    },
    settled: [...state.settled],
    final: state.final,
    mirrors: state.mirror.asked,
    reached: state.reached,
    shown: state.shown,
    story: [...story],
  };
  return { flow: FLOW, version: VERSION, body };
}

/**
 * A state from the shop's checkpoint; null: not one that this flow knows. A refund that was asked for is asked for again
 * under a new number: the shop, which wrote its intent first, then says what became of it.
 */
export function fromCheckpoint(subject: string, { flow, version, body }: Checkpoint): ReturnState | null {
  const parsed = Body.safeParse(body);
  if (flow !== FLOW || version !== VERSION || !parsed.success) return null;
  const { rma, receipt, memo, refund, mirrors, reached, shown, story, ...known } = parsed.data;
  const state: ReturnState = { ...newState(subject), ...known, resumed: true, reached, shown, timeline: story };
  for (const [errand, kept] of [
    [state.rma, rma],
    [state.receipt, receipt],
    [state.memo, memo],
  ] as const) {
    Object.assign(errand, kept);
    if (state.final === null) doubt(errand);
  }
  if (refund !== null) {
    const status = refund.status === 'out' ? 'again' : refund.status;
    state.refund = { ...refund, status, key: `refund#${refund.asked}`, fails: 0, notBefore: null };
  }
  state.mirror.asked = mirrors;
  return state;
}
