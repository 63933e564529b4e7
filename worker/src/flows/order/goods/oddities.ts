import type { OrderSnapshot, SubjectException } from '@causeway/contracts';
import { raise } from '../../../policy/raise.ts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import type { OrderState } from '../state.ts';
import { dueUnits, keptBack, leftUnits, listed } from './due.ts';
import { releasesNamed, releasesOf, shipmentsOf, unitsIn } from './releases.ts';

/** What a warehouse says that can't be: the rest of it is believed. */
export function shipmentOddities(state: OrderState): SubjectException[] {
  const { shop } = state;
  if (shop.order === null || releasesOf(state).length === 0) return [];
  const oddities: SubjectException[] = [];
  const items = new Map(shop.order.items.map((item) => [String(item.id), item]));
  const told = [...new Set(shipmentsOf(state).flatMap(({ lines }) => lines.map(({ lineId }) => lineId)))];
  const unknown = told.filter((line) => !items.has(line));
  if (unknown.length > 0) {
    oddities.push(
      raise('validation', {
        about: ['shipment_line'],
        title: 'The warehouse shipped a line that the order does not have',
        nextStep:
          'Find out in the warehouse what was sent. Was a line deleted in the shop? Then Resolve with a reason.',
        detail: `Unknown line ${unknown.join(', ')} in ${releasesNamed(state)}; all else of it is taken.`,
        owner: 'fulfilment',
      }),
    );
  }
  const above = [...items].flatMap(([line, item]) => {
    const more = leftUnits(state, line) - scaled(item.quantity);
    return more > 0n
      ? [`${item.sku || line}: ordered ${item.quantity}, shipped ${fromScaled(more + scaled(item.quantity))}`]
      : [];
  });
  if (above.length > 0) {
    oddities.push(
      raise('validation', {
        about: ['shipment_quantity'],
        title: 'The warehouse shipped more than was ordered',
        nextStep:
          'Find out in the warehouse what was sent, arrange the return of the rest, then Resolve with a reason.',
        detail: `${above.join('; ')}. Customers are shown what was ordered.`,
        owner: 'fulfilment',
      }),
    );
  }
  return [...oddities, ...afterCancel(state), ...pickedThough(state)];
}

function afterCancel(state: OrderState): SubjectException[] {
  const ended = releasesOf(state).find(({ status, shipments }) => status === 'cancelled' && shipments.length > 0);
  if (ended === undefined) return [];
  return [
    raise('conflict', {
      about: ['shipped_after_cancel'],
      title: 'The warehouse shipped goods of a cancelled release',
      nextStep: 'Stop the parcel or arrange its return, then Resolve with a reason.',
      detail: `${ended.id} is cancelled and has ${ended.shipments.length} parcels.`,
    }),
  ];
}

/** Units were refunded before they left, and the warehouse had picked them by then. */
function pickedThough(state: OrderState): SubjectException[] {
  const { doc, cancelRefused } = state.wms;
  const { order } = state.shop;
  const canBeCalledBack = doc?.status === 'received' && cancelRefused === null;
  if (doc === null || order === null || canBeCalledBack || doc.status === 'cancelled') return [];
  const lines = order.items.flatMap((item) => {
    const kept = keptBack(state, String(item.id));
    const more = leaving(state, item) - dueUnits(state, item);
    return kept > 0n && more > 0n ? [{ item, units: more }] : [];
  });
  if (lines.length === 0) return [];
  return [
    raise('conflict', {
      about: ['refund_picked'],
      title: 'Units were refunded when the warehouse had already picked them',
      nextStep:
        'Choose: take them out of the parcel; or let them go and arrange their return. Then Resolve with a reason.',
      detail: `Release ${doc.id} is ${doc.status}. Refunded, and in it all the same: ${listed(lines)}.`,
    }),
  ];
}

/** Units of a line that leave with the release, as far as the warehouse has found them; never more than were ordered. */
function leaving(state: OrderState, { id, quantity }: OrderSnapshot['items'][number]): bigint {
  const { doc } = state.wms;
  const line = String(id);
  const left = leftUnits(state, line);
  if (doc?.status === 'shipped') return left < scaled(quantity) ? left : scaled(quantity);
  const marked = state.leftOut?.split(',').find((each) => each.startsWith(`${line}:`));
  const units = scaled(marked?.slice(line.length + 1) ?? '0');
  const short = scaled(doc?.shorts?.find(({ lineId }) => lineId === line)?.quantity ?? '0');
  // Of a later release it is written down what it was asked to send.
  const all = state.nth > 1 ? unitsIn(state.earlier, line) + units : scaled(quantity) - units;
  return all - short;
}
