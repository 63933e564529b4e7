import {
  CreditMemo,
  ReturnAuthorization,
  SalesOrder,
  Shipment,
  Substitution,
  WarehouseReturn,
} from '@causeway/contracts';
import * as z from 'zod';
import { amending, Cancel, Find, Inventory, json, returnLookUps } from '../operation.ts';
import type { Operation } from '../system.ts';
import type { Erp, ErpReturns } from './erp.ts';

const Create = z.object({ order: SalesOrder });
const Report = z.object({ id: z.string(), shipment: Shipment });
const Substitute = z.object({ id: z.string(), substitution: Substitution });
const CreateReturn = z.object({ authorization: ReturnAuthorization });
const ReportReturn = z.object({ id: z.string(), receipt: WarehouseReturn });
const CreateMemo = z.object({ memo: CreditMemo });

/** The operations by which flows name what an ERP can do. */
export function erpOperations(erp: Erp): Readonly<Record<string, Operation>> {
  return {
    create_order: async (request, signal) =>
      json({ order: await erp.createOrder(Create.parse(request).order, signal) }),
    find_orders: async (request, signal) =>
      json({ orders: await erp.findOrders(Find.parse(request).externalId, signal) }),
    amend_order: amending('order', (id, amendment, signal) => erp.amendOrder(id, amendment, signal)),
    cancel_order: async (request, signal) => json({ order: await erp.cancelOrder(Cancel.parse(request).id, signal) }),
    inventory: async (request, signal) => json(await erp.inventory(Inventory.parse(request).cursor, signal)),
    ...(erp.reportShipment === undefined ? {} : { report_shipment: reporting(erp.reportShipment.bind(erp)) }),
    ...(erp.substitute === undefined ? {} : { substitute_line: substituting(erp.substitute.bind(erp)) }),
    ...(erp.returns === undefined ? {} : returnOperations(erp.returns)),
  };
}

function reporting(reportShipment: NonNullable<Erp['reportShipment']>): Operation {
  return async (request, signal) => {
    const { id, shipment } = Report.parse(request);
    return json({ order: await reportShipment(id, shipment, signal) });
  };
}

function reportingReturn(reportReturn: NonNullable<ErpReturns['reportReturn']>): Operation {
  return async (request, signal) => {
    const { id, receipt } = ReportReturn.parse(request);
    return json({ return: await reportReturn(id, receipt, signal) });
  };
}

function substituting(substitute: NonNullable<Erp['substitute']>): Operation {
  return async (request, signal) => {
    const { id, substitution } = Substitute.parse(request);
    return json({ order: await substitute(id, substitution, signal) });
  };
}

function returnOperations(returns: ErpReturns): Readonly<Record<string, Operation>> {
  return {
    create_return: async (request, signal) =>
      json({ return: await returns.createReturn(CreateReturn.parse(request).authorization, signal) }),
    ...returnLookUps(returns),
    ...(returns.reportReturn === undefined
      ? {}
      : { report_return: reportingReturn(returns.reportReturn.bind(returns)) }),
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
  'substitute_line',
  'create_return',
  'cancel_return',
  'report_return',
  'create_credit_memo',
  'cancel_credit_memo',
]);
