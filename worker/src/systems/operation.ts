import {
  type DeliveryAmendment as Amendment,
  DeliveryAmendment,
  type ErpReturn,
  type Json,
  type WarehouseReturn,
} from '@causeway/contracts';
import * as z from 'zod';
import type { Operation } from './system.ts';

/** What more than one kind of system is asked with. */
export const Find = z.object({ externalId: z.string() });
export const Cancel = z.object({ id: z.string() });
export const Inventory = z.object({ cursor: z.string().nullable() });
const Amend = z.object({ id: z.string(), amendment: DeliveryAmendment });

/** Replies are made of contracts' shapes, which are JSON. */
export function json(value: object): Json {
  return value as unknown as Json;
}

/** `amend_*`: another delivery for a document, which comes back under `name`. */
export function amending(
  name: string,
  amend: (id: string, amendment: Amendment, signal: AbortSignal) => Promise<object>,
): Operation {
  return async (request, signal) => {
    const { id, amendment } = Amend.parse(request);
    return json({ [name]: await amend(id, amendment, signal) });
  };
}

/** Returns as ERP and warehouse alike look them up and call them back. */
interface ReturnsFound<Doc> {
  findReturns(externalId: string, signal: AbortSignal): Promise<readonly Doc[]>;
  findReturnsOfOrder(externalId: string, signal: AbortSignal): Promise<readonly Doc[]>;
  cancelReturn(id: string, signal: AbortSignal): Promise<Doc>;
}

export function returnLookUps<Doc extends ErpReturn | WarehouseReturn>(
  returns: ReturnsFound<Doc>,
): Readonly<Record<string, Operation>> {
  return {
    find_returns: async (request, signal) =>
      json({ returns: await returns.findReturns(Find.parse(request).externalId, signal) }),
    find_returns_of_order: async (request, signal) =>
      json({ returns: await returns.findReturnsOfOrder(Find.parse(request).externalId, signal) }),
    cancel_return: async (request, signal) =>
      json({ return: await returns.cancelReturn(Cancel.parse(request).id, signal) }),
  };
}
