import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { shipmentOddities } from './goods/oddities.ts';
import { shortRemarks, substituteRemarks } from './goods/shorts.ts';
import type { OrderSettings } from './settings.ts';
import { unmappedCarriers } from './shipments.ts';
import type { OrderState } from './state.ts';

/** What the warehouse's side leaves to be seen while the order goes on. */
export function warehouseRemarks(state: OrderState, settings: OrderSettings): SubjectException[] {
  const remarks = unmappedCarriers(state, settings).map((carrier) =>
    raise('mapping', {
      about: ['carrier', carrier],
      title: `Carrier "${carrier}" is not mapped`,
      nextStep: `Add carrier \`${carrier}\` to mapping.carriers in the worker's configuration.`,
      detail: "Customers see the warehouse's own word and address until then.",
      severity: 'warning',
      owner: 'fulfilment',
    }),
  );
  remarks.push(
    ...shipmentOddities(state),
    ...shortRemarks(state, settings),
    ...substituteRemarks(state, settings),
    ...unreported(state),
  );
  return remarks;
}

/** Parcels that the ERP did not take: its open quantities are then a person's to correct. */
function unreported({ reported }: OrderState): SubjectException[] {
  const refused = Object.entries(reported).filter(([, message]) => message !== null);
  if (refused.length === 0) return [];
  return [
    raise('conflict', {
      about: ['erp_shipment'],
      title: 'The ERP does not take a parcel that has left',
      nextStep: 'Book the parcel in the ERP by hand, then Resolve with a reason.',
      detail: refused.map(([id, message]) => `${id}: ${message}`).join('; '),
      system: 'the ERP',
    }),
  ];
}
