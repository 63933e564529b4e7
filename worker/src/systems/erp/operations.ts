import {
  CreditMemo,
  DeliveryAmendment,
  type Json,
  ReturnAuthorization,
  SalesOrder,
  Shipment,
} from '@causeway/contracts';
import * as z from 'zod';
import type { Operation } from '../system.ts';
import type { Erp, ErpReturns } from './erp.ts';

const Find = z.object({ externalId: z.string() });
const Cancel = z.object({ id: z.string() });
const Amend = z.object({ id: z.string(), amendment: DeliveryAmendment });
const Inventory = z.object({ cursor: z.string().nullable() });
const Create = z.object({ order: SalesOrder });
const Report = z.object({ id: z.string(), shipment: Shipment });
const CreateReturn = z.object({ authorization: ReturnAuthorization });
const CreateMemo = z.object({ memo: CreditMemo });

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
    ...(erp.reportShipment === undefined ? {} : { report_shipment: reporting(erp.reportShipment.bind(erp)) }),
    ...(erp.returns === undefined ? {} : returnOperations(erp.returns)),
  };
}

function reporting(reportShipment: NonNullable<Erp['reportShipment']>): Operation {
  return async (request, signal) => {
    const { id, shipment } = Report.parse(request);
    return json({ order: await reportShipment(id, shipment, signal) });
  };
}

function returnOperations(returns: ErpReturns): Readonly<Record<string, Operation>> {
  return {
    create_return: async (request, signal) =>
      json({ return: await returns.createReturn(CreateReturn.parse(request).authorization, signal) }),
    find_returns: async (request, signal) =>
      json({ returns: await returns.findReturns(Find.parse(request).externalId, signal) }),
    find_returns_of_order: async (request, signal) =>
      json({ returns: await returns.findReturnsOfOrder(Find.parse(request).externalId, signal) }),
    cancel_return: async (request, signal) =>
      json({ return: await returns.cancelReturn(Cancel.parse(request).id, signal) }),
    create_credit_memo: async (request, signal) =>
      json({ memo: await returns.createCreditMemo(CreateMemo.parse(request).memo, signal) }),
    find_credit_memos: async (request, signal) =>
      json({ memos: await returns.findCreditMemos(Find.parse(request).externalId, signal) }),
    cancel_credit_memo: async (request, signal) =>
      json({ memo: await returns.cancelCreditMemo(Cancel.parse(request).id, signal) }),
  };
}

export const ERP_ACTING: ReadonlySet<string> = new Set([
  'create_order',
  'amend_order',
  'cancel_order',
  'report_shipment',
  'create_return',
  'cancel_return',
  'create_credit_memo',
  'cancel_credit_memo',
]);

function json(value: object): Json {
  return value as unknown as Json;
}
