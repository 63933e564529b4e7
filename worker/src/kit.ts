/** What an adapter's package needs of this one while it is written and tested; at run time the kit is handed to it. */
export type {
  Address,
  Category,
  DeliveryAmendment,
  ErpOrder,
  ErpOrderInFull,
  InventoryPage,
  InventoryPosition,
  Phase,
  SalesOrder,
  SalesOrderLine,
  Shipment,
  WarehouseOrder,
  WarehouseRelease,
} from '@causeway/contracts';
export type { Recorder, Said } from './policy/recorder.ts';
export type { Adapter, ErpAdapter, Limits, Memory, Opened, Surroundings, WmsAdapter } from './systems/adapter.ts';
export type { Changes } from './systems/changes.ts';
export {
  type Bench,
  BUSY_MS,
  type During,
  type Fault,
  type Held,
  memoryOfBench,
  type Played,
  type Words,
} from './systems/conformance/bench.ts';
export { CannotPlay, type Check, type Verdict, verdictOf } from './systems/conformance/check.ts';
export type { ErpBench, HeldOrder } from './systems/erp/conformance/bench.ts';
export { ERP_RETURNS } from './systems/erp/conformance/returns.ts';
export { ERP_CONFORMANCE } from './systems/erp/conformance/suite.ts';
export type { ErpWords, Money } from './systems/erp/conformance/words.ts';
export type { Erp, ErpReturns } from './systems/erp/erp.ts';
export type { Finding, References } from './systems/examination.ts';
export { type Kit, kit } from './systems/kit.ts';
export type { WebhookDelivery, WebhookHandshake, WebhookNotice } from './systems/system.ts';
export type { WmsBench } from './systems/wms/conformance/bench.ts';
export { WMS_RETURNS } from './systems/wms/conformance/returns.ts';
export { WMS_CONFORMANCE } from './systems/wms/conformance/suite.ts';
export type { Wms, WmsReturns } from './systems/wms/wms.ts';
