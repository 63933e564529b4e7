import type { ErpOrderInFull, PastOrder, WarehouseOrder } from '@causeway/contracts';

/** What the shop means to have sold, in the words of ERP and warehouse. */
export interface Ordered {
  readonly totalMinor: number;
  readonly currency: string;
  /** Item lines; quantities are decimals. */
  readonly lines: readonly { readonly lineId: string; readonly sku: string; readonly quantity: string }[];
}

/** One order as each system of record has it. */
export interface Sides {
  readonly known: PastOrder['known'];
  /** What the shop wants of it now. */
  readonly wants: 'send' | 'cancel' | 'wait';
  /** Null: it can't be mapped to the ERP's words (a check holds such an order). */
  readonly ordered: Ordered | null;
  /** All documents under its external id. */
  readonly erp: readonly ErpOrderInFull[];
  readonly wms: readonly WarehouseOrder[];
  /** As `PastOrder.shipments`. */
  readonly shown?: readonly string[];
  /** So many minor units are no difference of totals. */
  readonly toleranceMinor: number;
}
