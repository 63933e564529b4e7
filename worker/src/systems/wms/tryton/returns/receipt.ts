import type { Disposition, WarehouseReturn } from '@causeway/contracts';
import { scaled } from '../../../../policy/rounding/money.ts';
import { isLiveMove, type Move, type ReturnShipment } from '../../../tryton/return-shipments.ts';
import { negative, quantity, sum } from '../../../tryton/values.ts';
import type { Lines } from '../order-lines.ts';

/** A return as the warehouse has it: its shipments, the lines it was announced with, and under what it is known. */
export interface Receipt {
  readonly externalId: string;
  readonly orderExternalId: string;
  readonly announced: Lines;
  /** Tryton makes a second one of what a first one left out. */
  readonly shipments: readonly ReturnShipment[];
}

type Line = WarehouseReturn['lines'][number];
type Dispositions = Line['dispositions'];
/** How much of some goods came to be what. */
type Pool = { disposition: Disposition | null; quantity: string }[];

const ORDER: readonly (Disposition | null)[] = ['restock', 'damaged', 'quarantine', 'scrap', null];

/** `inspected` once nothing of it is still to come or to be put away. */
export function statusOf(shipments: readonly ReturnShipment[]): WarehouseReturn['status'] {
  const live = shipments.map(({ state }) => state).filter((state) => state !== 'cancelled');
  if (live.length === 0) return 'cancelled';
  if (live.every((state) => state === 'draft')) return 'expected';
  return live.every((state) => state === 'done') ? 'inspected' : 'received';
}

/** `meanings`: of the locations that goods were put into; `codes`: SKUs of the products. */
export function toWarehouseReturn(
  receipt: Receipt,
  meanings: ReadonlyMap<number, Disposition>,
  codes: ReadonlyMap<number, string>,
): WarehouseReturn {
  const { externalId, orderExternalId, announced, shipments } = receipt;
  return {
    id: shipments[0]?.number ?? '',
    externalId,
    orderExternalId,
    status: statusOf(shipments),
    lines: linesOf(announced, shipments, meanings).map(({ product, ...line }) => ({
      ...line,
      sku: codes.get(product) ?? '',
    })),
  };
}

type Counted = Omit<Line, 'sku'> & { readonly product: number };

/**
 * What came goes to the announced lines of its goods in their order, each up to what was announced; more than that to the
 * last of them, and goods that nobody announced to a line without id.
 */
function linesOf(
  announced: Lines,
  shipments: readonly ReturnShipment[],
  meanings: ReadonlyMap<number, Disposition>,
): Counted[] {
  const pools = poolsOf(shipments, meanings);
  const counted = announced.map(([lineId, product, asked], at) => {
    const isLast = !announced.slice(at + 1).some(([, other]) => other === product);
    return { lineId, product, ...taken(pools.get(product) ?? [], isLast ? null : asked) };
  });
  const others = [...pools].filter(([product]) => !announced.some(([, known]) => known === product));
  return [...counted, ...others.map(([product, pool]) => ({ lineId: '', product, ...taken(pool, null) }))];
}

/** Takes so much out of a pool, or all of it. */
function taken(pool: Pool, most: string | null): { received: string; dispositions: Dispositions } {
  const all: { disposition: Disposition | null; quantity: string }[] = [];
  let received = '0';
  for (const part of pool) {
    const open = most === null ? part.quantity : sum(most, negative(received));
    const units = scaled(part.quantity) < scaled(open) ? part.quantity : open;
    if (scaled(units) <= 0n) continue;
    part.quantity = sum(part.quantity, negative(units));
    received = sum(received, units);
    all.push({ disposition: part.disposition, quantity: units });
  }
  const dispositions = all.flatMap(({ disposition, quantity: units }) =>
    disposition === null ? [] : [{ disposition, quantity: units }],
  );
  return { received, dispositions };
}

/** By product: what came, by what became of it; `null`: it lies where it came in. */
function poolsOf(shipments: readonly ReturnShipment[], meanings: ReadonlyMap<number, Disposition>) {
  const pools = new Map<number, Pool>();
  const add = (product: number, disposition: Disposition | null, units: string) => {
    const pool = pools.get(product) ?? ORDER.map((each) => ({ disposition: each, quantity: '0' }));
    pools.set(product, pool);
    const part = pool.find((one) => one.disposition === disposition);
    if (part !== undefined) part.quantity = sum(part.quantity, units);
  };
  for (const shipment of shipments) {
    for (const { product, quantity: units } of cameIn(shipment)) add(product, null, quantity(units));
    for (const { product, quantity: units, to_location } of putAway(shipment)) {
      add(product, null, negative(quantity(units)));
      add(product, meanings.get(to_location) ?? 'quarantine', quantity(units));
    }
  }
  return pools;
}

const isDone = (move: Move): boolean => isLiveMove(move) && move.state === 'done';
const cameIn = (shipment: ReturnShipment): readonly Move[] => shipment['incoming_moves.'].filter(isDone);

/** A warehouse whose input is its storage puts nothing away: what came in is where it belongs. */
export function putAway(shipment: ReturnShipment): readonly Move[] {
  const { storage_location, input_location } = shipment['warehouse.'];
  return storage_location === input_location ? cameIn(shipment) : shipment['inventory_moves.'].filter(isDone);
}
