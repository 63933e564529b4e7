import type { DecisionContext, PastOrder } from '@causeway/contracts';
import { externalIdOf } from '../../flows/order/external-id.ts';
import { type Foresight, foresee } from '../../flows/order/foresee.ts';
import type { OrderSettings } from '../../flows/order/settings.ts';
import type { OrderVariance } from '../../policy/variances.ts';
import type { Found } from '../../replay/look-up.ts';
import { snapshotOf } from '../../shop/past.ts';
import { compareOrder } from './compare.ts';
import type { Ordered, Sides } from './sides.ts';

/** What was found out about one order. */
export interface Compared {
  readonly subject: string;
  /** As staff know it. */
  readonly number: string;
  readonly externalId: string | null;
  /** `agrees`; `varies`; `older` than go-live, so that nobody else has it; `unread`: `problem` says why. */
  readonly result: 'agrees' | 'varies' | 'older' | 'unread';
  readonly variances: readonly OrderVariance[];
  readonly problem: string | null;
}

export interface WalkPorts {
  readonly past: AsyncIterable<PastOrder>;
  readonly context: (subject: string) => DecisionContext<OrderSettings>;
  /** What both systems have under the order's external id. */
  readonly lookUp: (subject: string, externalId: string, signal: AbortSignal) => Promise<Found>;
  /** As `Sides.toleranceMinor`. */
  readonly toleranceMinor: number;
}

/** So many orders are looked up at once: a reconciliation must leave room for orders that are on their way. */
const AT_ONCE = 2;

/** Compares each order of a walk with ERP and warehouse, in the walk's order. */
export async function* comparedOrders(ports: WalkPorts, signal: AbortSignal): AsyncGenerator<Compared, void> {
  const under: Promise<Compared>[] = [];
  for await (const order of ports.past) {
    const comparison = compared(order, ports, signal);
    // It is awaited below; a failure before that is nobody's yet.
    comparison.catch(() => undefined);
    under.push(comparison);
    if (under.length >= AT_ONCE) yield await (under.shift() as Promise<Compared>);
  }
  for (const comparison of under) yield await comparison;
}

async function compared(order: PastOrder, ports: WalkPorts, signal: AbortSignal): Promise<Compared> {
  const { subject, known } = order;
  const snapshot = snapshotOf(order);
  const unread = (number: string, externalId: string | null, problem: string): Compared => {
    return { subject, number, externalId, result: 'unread', variances: [], problem };
  };
  if (typeof snapshot === 'string') return unread(subject, known?.external_id ?? null, snapshot);
  const context = ports.context(subject);
  const { number } = snapshot;
  const externalId = known?.external_id ?? externalIdOf(context.shop.code, snapshot);
  const { goLiveAt } = context.shop;
  const isOlder = goLiveAt === null || order.created_at < goLiveAt;
  if (isOlder && (known === null || known.state === 'before_go_live')) {
    return { subject, number, externalId, result: 'older', variances: [], problem: null };
  }
  const { erp, wms } = await ports.lookUp(subject, externalId, signal);
  if (typeof erp === 'string') return unread(number, externalId, `the ERP: ${erp}`);
  if (typeof wms === 'string') return unread(number, externalId, `the warehouse: ${wms}`);
  const { toleranceMinor } = ports;
  const meaning = meant(foresee(snapshot, context));
  const variances = compareOrder({ known, ...meaning, erp, wms, ...shownIn(order), toleranceMinor });
  return { subject, number, externalId, result: variances.length > 0 ? 'varies' : 'agrees', variances, problem: null };
}

const shownIn = ({ shipments }: PastOrder) => (shipments === undefined ? {} : { shown: shipments });

function meant({ intent, order }: Foresight): Pick<Sides, 'wants' | 'ordered'> {
  const wants = intent === 'send' || intent === 'cancel' ? intent : 'wait';
  return { wants, ordered: order === null ? null : orderedOf(order) };
}

function orderedOf({ totalMinor, currency, lines }: NonNullable<Foresight['order']>): Ordered {
  const goods = lines.filter(({ kind }) => kind === 'item');
  return {
    totalMinor,
    currency,
    lines: goods.map(({ lineId, sku, quantity }) => ({ lineId, sku: sku ?? '', quantity })),
  };
}
