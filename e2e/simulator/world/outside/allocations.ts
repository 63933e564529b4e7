import type { ErpOrder, ErpOrderInFull, SalesOrder, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import { orderIdOf } from '../names.ts';
import { ON_SALE } from '../shop/products.ts';
import type { Documents, Kept } from './documents.ts';
import type { NodeName, Standing } from './goods.ts';

type Back = Partial<Pick<Standing, 'allocated' | 'orders' | 'gone'>>;
type Orders = Documents<ErpOrderInFull>;
type Releases = Documents<WarehouseOrder>;

/**
 * What is held back for orders everywhere: by the ERP what it allocated, by the warehouse what it was asked to send.
 * `restsWait`: what was not found is still to be sent.
 */
export function heldBack(
  orders: Orders,
  releases: Releases,
  restsWait: boolean,
): (readonly [node: NodeName, sku: string, back: Back])[] {
  const released = new Set(
    [...releases.all()].flatMap(({ doc }) => (doc.status === 'cancelled' ? [] : orderIdOf(doc.externalId))),
  );
  const atWarehouse = Object.keys(ON_SALE).map((sku) => {
    let allocated = 0;
    for (const kept of releases.all()) if (kept.doc.node === 'EAST') allocated += openUnits(kept, sku);
    return ['EAST', sku, { orders: released, allocated }] as const;
  });
  const allocated = allocatedUnits(orders, releases, restsWait);
  return [...allocated.map(([sku, back]) => ['MAIN', sku, back] as const), ...atWarehouse];
}

/** What the ERP keeps back of every SKU for orders: those units less what has left, and whose they are. */
function allocatedUnits(
  orders: Orders,
  releases: Releases,
  restsWait: boolean,
): [sku: string, Pick<Standing, 'allocated' | 'orders' | 'gone'>][] {
  return Object.keys(ON_SALE).map((sku) => {
    const held = new Map<string, number>();
    const served = new Set<string>();
    const left = new Set<string>();
    let sending = 0;
    for (const kept of orders.all()) {
      const { status, allocation, externalId } = kept.doc;
      if (status === 'cancelled' || allocation !== 'full') continue;
      held.set(externalId, (held.get(externalId) ?? 0) + orderedUnits(kept, sku));
      served.add(externalId);
    }
    for (const kept of releases.all()) {
      const { doc } = kept;
      const order = orderIdOf(doc.externalId);
      const gone = shippedUnits(kept, sku);
      const back = held.get(order);
      // Who does not wait for what was not found keeps nothing of it back. Nor does a second parcel of the same units free any.
      const short = restsWait ? 0 : shortUnits(kept, sku);
      if (back !== undefined) held.set(order, Math.max(0, back - gone - short));
      // Of an order that lost some of its stock what is being sent stays its own.
      else if (restsWait) sending += openUnits(kept, sku);
      if (gone > 0 || (restsWait && doc.status !== 'cancelled')) served.add(order);
      if (doc.status === 'shipped' && !(restsWait && (doc.shorts ?? []).length > 0)) left.add(order);
    }
    const allocated = [...held.values()].reduce((sum, units) => sum + units, sending);
    return [sku, { allocated, orders: served, gone: left }];
  });
}

/** Units of a SKU that an order is about, by the ERP's book: another SKU may stand in the place of some. */
export function orderedUnits(
  { doc, asked }: Kept<ErpOrder & Pick<ErpOrderInFull, 'substitutions'>>,
  sku: string,
): number {
  const { lines } = asked as Pick<SalesOrder, 'lines'>;
  const ordered = lines.reduce((sum, line) => sum + (line.sku === sku ? Number(line.quantity) : 0), 0);
  return (doc.substitutions ?? []).reduce((sum, { lineId, sku: other, quantity }) => {
    const replaced = lines.find((line) => line.lineId === lineId)?.sku;
    return sum + (other === sku ? Number(quantity) : 0) - (replaced === sku ? Number(quantity) : 0);
  }, ordered);
}

/** Units of a SKU that an order still lacks at the ERP: they have not left, and no release is about to send them. */
export function lackedUnits(
  order: Kept<ErpOrderInFull>,
  releases: Iterable<Kept<WarehouseOrder>>,
  sku: string,
): number {
  let lacked = orderedUnits(order, sku);
  for (const kept of releases) lacked -= shippedUnits(kept, sku) + openUnits(kept, sku);
  return lacked;
}

/** Units of a SKU that a release is still to send. */
export function openUnits(kept: Kept<WarehouseOrder>, sku: string): number {
  const { doc, asked } = kept;
  if (doc.status === 'cancelled' || doc.status === 'shipped') return 0;
  const { lines } = asked as WarehouseRelease;
  const all = lines.reduce((sum, line) => sum + (line.sku === sku ? Number(line.quantity) : 0), 0);
  return all - shippedUnits(kept, sku) - shortUnits(kept, sku);
}

/** Units of a SKU that left with a release's parcels. */
const shippedUnits = ({ doc, asked }: Kept<WarehouseOrder>, sku: string): number =>
  unitsOf(
    asked as WarehouseRelease,
    doc.shipments.flatMap(({ lines }) => lines),
    sku,
  );

/** Units of a SKU that the warehouse looked for in vain. */
const shortUnits = ({ doc, asked }: Kept<WarehouseOrder>, sku: string): number =>
  unitsOf(asked as WarehouseRelease, doc.shorts ?? [], sku);

function unitsOf(
  { lines }: WarehouseRelease,
  told: readonly { readonly lineId: string; readonly quantity: string }[],
  sku: string,
): number {
  if (told.length === 0) return 0;
  const ids = new Set(lines.filter((line) => line.sku === sku).map(({ lineId }) => lineId));
  return told.reduce((sum, { lineId, quantity }) => sum + (ids.has(lineId) ? Number(quantity) : 0), 0);
}
