import type { DeliveryAmendment, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Directory } from '../../tryton/directory.ts';
import type { Errand } from '../../tryton/errand.ts';
import { addNote } from '../../tryton/notes.ts';
import { address, partyOf } from '../../tryton/parties.ts';
import { type Assigner, isOpen, isUnderWay, SHIPMENT, type Shipment } from '../../tryton/shipments.ts';

/** What releases need beside the errand. */
export interface Surroundings {
  readonly directory: Directory;
  /** Null: shipments are assigned by people alone. */
  readonly assigner: Assigner | null;
  readonly warehouse: string;
}

/** A release as it is read: what it comes to, and the shipments it is made of. */
export interface Found {
  readonly order: WarehouseOrder;
  readonly shipments: readonly Shipment[];
}

/** The two ways of releasing: shipments of a sale in this Tryton, or shipments made for the release. */
export interface Releases {
  create(errand: Errand, release: WarehouseRelease): Promise<Found>;
  find(errand: Errand, externalId: string): Promise<readonly Found[]>;
  /** By the release's id; throws `missing_reference`. */
  get(errand: Errand, id: string): Promise<Found>;
  /** Calls back what is neither picked nor called back. */
  callBack(errand: Errand, found: Found): Promise<void>;
}

/** Throws `conflict` once anything of it is picked or gone. */
export function refuseTooLate(errand: Errand, { order, shipments }: Found): void {
  const late = shipments.find((shipment) => shipment.state === 'done' || isUnderWay(shipment));
  if (late === undefined) return;
  const message = `${errand.system}: shipment ${late.number} of ${order.externalId} is ${late.state} already`;
  throw new SystemFailure('conflict', 'before_send', message);
}

/** Another address for what has not left, and a note for who packs it: Tryton's shipments have no comment. */
export async function amend(errand: Errand, found: Found, { shipTo, note }: DeliveryAmendment, directory: Directory) {
  if (found.order.status === 'cancelled') {
    const message = `${errand.system}: release ${found.order.id} is cancelled`;
    throw new SystemFailure('conflict', 'before_send', message);
  }
  refuseTooLate(errand, found);
  for (const { id, customer } of found.shipments.filter(isOpen)) {
    if (shipTo !== undefined) {
      const to = await address(errand, directory, await partyOf(errand, customer), shipTo);
      await errand.write(SHIPMENT, [id], { delivery_address: to });
    }
    if (note !== undefined && note !== '') await addNote(errand, SHIPMENT, id, note);
  }
}

export function missing(errand: Errand, id: string): SystemFailure {
  return new SystemFailure('missing_reference', 'before_send', `${errand.system} has no release ${id.slice(0, 64)}`);
}
