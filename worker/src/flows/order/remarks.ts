import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { ORDER_VARIANCES } from '../../policy/variances.ts';
import type { OrderSettings } from './settings.ts';
import { isAllShipped, shipmentsOf, unmappedCarriers } from './shipments.ts';
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
  const short = state.wms.doc?.status === 'shipped' && state.shop.order !== null && !isAllShipped(state);
  if (short && state.final === null) {
    remarks.push(
      raise('stock', {
        about: ['short_shipment'],
        title: 'The warehouse closed a release without sending all of it',
        nextStep: 'Send the rest by hand or refund it, then Resolve with a reason.',
        detail: `${shipmentsOf(state).length} shipments do not hold all ordered units.`,
      }),
    );
  }
  return remarks;
}

/** What reconciliation found, and looking again can't or did not mend. */
export function varianceRemarks({ variances }: OrderState): SubjectException[] {
  return variances
    .filter(({ kind, again }) => again || !ORDER_VARIANCES[kind].heals)
    .map(({ kind, detail }) => {
      const { category, owner, title, nextStep } = ORDER_VARIANCES[kind];
      return raise(category, { about: ['variance', kind], owner, title, nextStep, detail });
    });
}
