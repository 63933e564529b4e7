import type { Disposition, WarehouseReturn } from '@causeway/contracts';
import { scaled } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Directory } from '../../../tryton/directory.ts';
import type { Errand } from '../../../tryton/errand.ts';
import type { Places } from '../../../tryton/places.ts';
import {
  isExpected,
  type Move,
  RETURN_SHIPMENT,
  type ReturnShipment,
  returnShipmentsBy,
} from '../../../tryton/return-shipments.ts';
import { leaveUnsent } from '../letting-go.ts';
import { isCancelled } from '../sale.ts';
import { isReceived, type Return, returnOf } from './return-sale.ts';

const MOVE = 'stock.move';

type Came = WarehouseReturn['lines'][number];
/** What of a line goes where. */
type Put = { readonly to_location: number; readonly quantity: number };

/**
 * Books what another warehouse received: the return shipments get what came, and put it away as it was judged; what did
 * not come is expected no more. Each step is safe to repeat, so an attempt that broke off goes on.
 */
export async function bookReceipt(
  errand: Errand,
  directory: Directory,
  places: Places,
  returned: Return,
  receipt: WarehouseReturn,
): Promise<void> {
  const { sale } = returned;
  if (isCancelled(sale)) throw refused(errand, 'conflict', `return ${sale.number} is cancelled`);
  if (isReceived(sale)) return;
  const came = byOrigin(errand, returned, receipt);
  const shipments = await shipmentsOf(errand, returned);
  const storage = shipments[0]?.['warehouse.'].storage_location ?? 0;
  const put = new Map<string, Put[]>();
  for (const [origin, line] of came) put.set(origin, await placed(errand, directory, places, storage, line));
  // Our returns have one shipment: another one is the rest that Tryton expects whenever less was received.
  const isBegun = shipments.some(({ state }) => state === 'received' || state === 'done');
  const first = shipments.filter(isExpected).slice(0, isBegun ? 0 : 1);
  await expectOnly(errand, first, came);
  await errand.press(
    RETURN_SHIPMENT,
    'receive',
    first.map(({ id }) => id),
  );
  for (const shipment of await shipmentsOf(errand, await returnOf(errand, String(sale.id)))) {
    if (shipment.state === 'received') await putAllAway(errand, shipment, put);
  }
  await expectNoMore(errand, await returnOf(errand, String(sale.id)));
}

/** What came, by the sale line that brought the move about: "sale.line,12". Throws `validation`. */
function byOrigin(errand: Errand, { sale }: Return, { lines }: WarehouseReturn): ReadonlyMap<string, Came> {
  const came = lines.filter(({ received }) => scaled(received) > 0n);
  if (came.length === 0) throw refused(errand, 'validation', 'nothing came');
  return new Map(
    came.map((line) => {
      const { lineId, sku } = line;
      const of = sale['lines.'].find(({ note, 'product.': product }) => note === lineId && product?.code === sku);
      if (of === undefined)
        throw refused(errand, 'validation', `return ${sale.number} has no line ${lineId} of ${sku}`);
      return [`sale.line,${of.id}`, line];
    }),
  );
}

async function placed(
  errand: Errand,
  directory: Directory,
  places: Places,
  storage: number,
  line: Came,
): Promise<Put[]> {
  const put: Put[] = [];
  for (const { disposition, quantity } of line.dispositions) {
    const to_location = await placeFor(errand, directory, places, storage, disposition);
    put.push({ to_location, quantity: Number(quantity) });
  }
  return put;
}

async function placeFor(
  errand: Errand,
  directory: Directory,
  places: Places,
  storage: number,
  disposition: Disposition,
): Promise<number> {
  if (disposition === 'restock') return storage;
  const name = places[disposition];
  if (name !== undefined) return await directory.location(errand, name);
  throw refused(errand, 'mapping', `the settings name no place for "${disposition}" (places.${disposition})`);
}

/** Before anything is received: each move is of as much as came, and one of nothing goes. */
async function expectOnly(errand: Errand, shipments: readonly ReturnShipment[], came: ReadonlyMap<string, Came>) {
  for (const { id, quantity, origin } of shipments.flatMap((shipment) => shipment['incoming_moves.'])) {
    const units = Number(came.get(origin ?? '')?.received ?? 0);
    if (units === 0) await errand.press(MOVE, 'delete', [id]);
    else if (units !== quantity) await errand.write(MOVE, [id], { quantity: units });
  }
}

async function putAllAway(errand: Errand, shipment: ReturnShipment, put: ReadonlyMap<string, Put[]>): Promise<void> {
  for (const move of shipment['incoming_moves.']) {
    const away = shipment['inventory_moves.'].filter(({ origin }) => origin === `${MOVE},${move.id}`);
    await putAway(errand, away, put.get(move.origin ?? '') ?? []);
  }
  await errand.press(RETURN_SHIPMENT, 'done', [shipment.id]);
}

/** Tryton makes one move into the storage of all that came: it is split as the units were judged. */
async function putAway(errand: Errand, moves: readonly Move[], put: readonly Put[]): Promise<void> {
  const [first] = moves;
  if (first === undefined || put.length === 0) return;
  for (const [at, values] of put.entries()) {
    const move = moves[at];
    if (move === undefined) await errand.copy(MOVE, first.id, { ...values });
    else if (move.quantity !== values.quantity || move.to_location !== values.to_location)
      await errand.write(MOVE, [move.id], { ...values });
  }
  const surplus = moves.slice(put.length).map(({ id }) => id);
  await errand.press(MOVE, 'delete', surplus);
}

async function expectNoMore(errand: Errand, returned: Return): Promise<void> {
  const rest = (await shipmentsOf(errand, returned)).filter(isExpected).map(({ id }) => id);
  if (rest.length === 0) return;
  await errand.press(RETURN_SHIPMENT, 'cancel', rest);
  await leaveUnsent(errand, returned.sale.id);
}

export async function shipmentsOf(errand: Errand, { sale }: Return): Promise<ReturnShipment[]> {
  const ids = sale.shipment_returns;
  return ids.length === 0 ? [] : await returnShipmentsBy(errand, [['id', 'in', ids]]);
}

const refused = (errand: Errand, category: 'conflict' | 'validation' | 'mapping', what: string) =>
  new SystemFailure(category, 'before_send', `${errand.system}: ${what}`);
