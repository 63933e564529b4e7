import { type CallOutcome, ErpOrderInFull, type Json, WarehouseOrder } from '@causeway/contracts';
import * as z from 'zod';
import type { OutboundCall } from '../../engine/engine.ts';

/** Asks a system that a shop has in a role; waits for its limits. Rejects when the signal aborts. */
export type LookUp = (call: OutboundCall, signal: AbortSignal) => Promise<CallOutcome>;

/** All that both systems have under one external id, or in plain words why that can't be said. */
export type Documents =
  | { readonly erp: readonly ErpOrderInFull[]; readonly wms: readonly WarehouseOrder[] }
  | { readonly problem: string };

const Orders = z.object({ orders: z.array(ErpOrderInFull) });
const Releases = z.object({ releases: z.array(WarehouseOrder) });

/** Looks an order up in the ERP and in the warehouse; changes nothing there. */
export async function documentsOf(
  lookUp: LookUp,
  { shop, subject, externalId }: { readonly shop: string; readonly subject: string; readonly externalId: string },
  signal: AbortSignal,
): Promise<Documents> {
  const ask = async <T>(role: string, operation: string, shape: z.ZodType<T>) => {
    const request: Json = { externalId };
    const call = { key: `reconcile:${operation}`, role, operation, request };
    const id = `${shop}:${subject}:${call.key}`;
    return read(shape, await lookUp({ id, shop, subject, call, firstAttempt: true }, signal));
  };
  const [erp, wms] = await Promise.all([ask('erp', 'find_orders', Orders), ask('wms', 'find_releases', Releases)]);
  if ('problem' in erp) return { problem: `the ERP: ${erp.problem}` };
  if ('problem' in wms) return { problem: `the warehouse: ${wms.problem}` };
  return { erp: erp.found.orders, wms: wms.found.releases };
}

function read<T>(shape: z.ZodType<T>, outcome: CallOutcome): { readonly found: T } | { readonly problem: string } {
  if (outcome.kind === 'failed') return { problem: outcome.message };
  const parsed = shape.safeParse(outcome.reply);
  return parsed.success ? { found: parsed.data } : { problem: 'it was answered in a shape we do not know' };
}
