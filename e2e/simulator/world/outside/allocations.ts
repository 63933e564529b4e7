import type { ErpOrder, SalesOrder, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import { ON_SALE } from '../shop/products.ts';
import type { Documents } from './documents.ts';
import type { NodeName, Standing } from './goods.ts';

type Back = Partial<Pick<Standing, 'allocated' | 'orders' | 'gone'>>;

/** What is held back for orders everywhere: by the ERP what it allocated, by the warehouse what it was asked to send. */
export function heldBack(
  orders: Documents<ErpOrder>,
  releases: Documents<WarehouseOrder>,
): (readonly [node: NodeName, sku: string, back: Back])[] {
  const released = new Set(
    [...releases.all()].flatMap(({ doc }) => (doc.status === 'cancelled' ? [] : doc.externalId)),
  );
  const atWarehouse = Object.keys(ON_SALE).map((sku) => ['EAST', sku, { orders: released }] as const);
  return [...allocatedUnits(orders, releases).map(([sku, back]) => ['MAIN', sku, back] as const), ...atWarehouse];
}

/** What the ERP keeps back of every SKU for orders: those units less what has left, and whose they are. */
function allocatedUnits(
  orders: Documents<ErpOrder>,
  releases: Documents<WarehouseOrder>,
): [sku: string, Pick<Standing, 'allocated' | 'orders' | 'gone'>][] {
  return Object.keys(ON_SALE).map((sku) => {
    const held = new Map<string, number>();
    const served = new Set<string>();
    const left = new Set<string>();
    for (const { doc, asked } of orders.all()) {
      if (doc.status === 'cancelled' || doc.allocation !== 'full') continue;
      const { lines } = asked as Pick<SalesOrder, 'lines'>;
      const units = lines.reduce((sum, line) => sum + (line.sku === sku ? Number(line.quantity) : 0), 0);
      held.set(doc.externalId, (held.get(doc.externalId) ?? 0) + units);
      served.add(doc.externalId);
    }
    for (const { doc, asked } of releases.all()) {
      const gone = shippedUnits(doc, asked as WarehouseRelease, sku);
      const kept = held.get(doc.externalId);
      // What was not found is not there either: the order keeps nothing of it back. Nor does a second parcel of the same units free any.
      if (kept !== undefined)
        held.set(doc.externalId, Math.max(0, kept - gone - shortUnits(doc, asked as WarehouseRelease, sku)));
      if (gone > 0) served.add(doc.externalId);
      if (doc.status === 'shipped') left.add(doc.externalId);
    }
    const allocated = [...held.values()].reduce((sum, units) => sum + units, 0);
    return [sku, { allocated, orders: served, gone: left }];
  });
}

/** Units of a SKU that left with a release's parcels. */
export function shippedUnits({ shipments }: WarehouseOrder, { lines }: WarehouseRelease, sku: string): number {
  const ids = new Set(lines.filter((line) => line.sku === sku).map(({ lineId }) => lineId));
  return shipments
    .flatMap((shipment) => shipment.lines)
    .reduce((sum, { lineId, quantity }) => sum + (ids.has(lineId) ? Number(quantity) : 0), 0);
}

/** Units of a SKU that the warehouse looked for in vain. */
function shortUnits({ shorts = [] }: WarehouseOrder, { lines }: WarehouseRelease, sku: string): number {
  const ids = new Set(lines.filter((line) => line.sku === sku).map(({ lineId }) => lineId));
  return shorts.reduce((sum, { lineId, quantity }) => sum + (ids.has(lineId) ? Number(quantity) : 0), 0);
}
