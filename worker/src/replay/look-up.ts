import { type Call, type CallOutcome, ErpOrderInFull, WarehouseOrder } from '@causeway/contracts';
import * as z from 'zod';
import type { Dispatch, OutboundCall, SubjectRef } from '../engine/engine.ts';

/** All that both systems have under an external id; a string: why that is not known. */
export interface Found {
  readonly erp: readonly ErpOrderInFull[] | string;
  readonly wms: readonly WarehouseOrder[] | string;
}

const OrdersFound = z.object({ orders: z.array(ErpOrderInFull) });
const ReleasesFound = z.object({ releases: z.array(WarehouseOrder) });
const STRANGE = "it answered in a shape we don't know";

/** How long a look-up waits for a system's limit, or for the lease, before it gives up: ms. */
const PATIENCE_MS = 60_000;

export interface LookUpPorts {
  readonly dispatch: Dispatch;
  /** Epoch ms. */
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Looks one order up in ERP and warehouse, by the same way out as every call: within limits, and only with a lease. */
export async function lookUp(
  shop: string,
  subject: string,
  externalId: string,
  ports: LookUpPorts,
  signal: AbortSignal,
): Promise<Found> {
  const ask = (role: string, operation: string) => {
    const call = { key: `look:${operation}`, role, operation, request: { externalId } };
    return askPatiently({ shop, subject }, call, ports, signal);
  };
  const [orders, releases] = await Promise.all([ask('erp', 'find_orders'), ask('wms', 'find_releases')]);
  return {
    erp: typeof orders === 'string' ? orders : (OrdersFound.safeParse(orders.reply).data?.orders ?? STRANGE),
    wms: typeof releases === 'string' ? releases : (ReleasesFound.safeParse(releases.reply).data?.releases ?? STRANGE),
  };
}

/** Asks a system by the way out of every call; a string: why there is no answer. Rejects with the signal's reason. */
export async function askPatiently(
  ref: SubjectRef,
  asked: Call,
  { dispatch, now, pause }: LookUpPorts,
  signal: AbortSignal,
): Promise<Extract<CallOutcome, { kind: 'ok' }> | string> {
  const call: OutboundCall = { id: `${ref.shop}:${ref.subject}:${asked.key}`, ...ref, call: asked, firstAttempt: true };
  for (const until = now() + PATIENCE_MS; ; ) {
    signal.throwIfAborted();
    const outcome = await dispatch(call, signal);
    if (outcome.kind === 'ok') return outcome;
    if (outcome.kind === 'failed') return outcome.message;
    if (outcome.at > until) return `it waits: ${outcome.why}`;
    await pause(Math.max(outcome.at - now(), 50), signal);
  }
}
