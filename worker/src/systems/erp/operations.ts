import { DeliveryAmendment, type Json, SalesOrder } from '@causeway/contracts';
import * as z from 'zod';
import type { Operation } from '../system.ts';
import type { Erp } from './erp.ts';

const Find = z.object({ externalId: z.string() });
const Cancel = z.object({ id: z.string() });
const Amend = z.object({ id: z.string(), amendment: DeliveryAmendment });
const Inventory = z.object({ cursor: z.string().nullable() });
const Create = z.object({ order: SalesOrder });

/** The operations by which flows name what an ERP can do. */
export function erpOperations(erp: Erp): Readonly<Record<string, Operation>> {
  return {
    create_order: async (request, signal) =>
      json({ order: await erp.createOrder(Create.parse(request).order, signal) }),
    find_orders: async (request, signal) =>
      json({ orders: await erp.findOrders(Find.parse(request).externalId, signal) }),
    amend_order: async (request, signal) => {
      const { id, amendment } = Amend.parse(request);
      return json({ order: await erp.amendOrder(id, amendment, signal) });
    },
    cancel_order: async (request, signal) => json({ order: await erp.cancelOrder(Cancel.parse(request).id, signal) }),
    inventory: async (request, signal) => json(await erp.inventory(Inventory.parse(request).cursor, signal)),
  };
}

export const ERP_ACTING: ReadonlySet<string> = new Set(['create_order', 'amend_order', 'cancel_order']);

function json(value: object): Json {
  return value as unknown as Json;
}
