import type { Configure } from './worker.ts';

/** What holds for all scenarios: the ERP is told of each parcel, and what the warehouse doesn't find is waited for. */
export const asAgency: Configure = ({ shops }) => {
  for (const shop of shops) Object.assign(shop.orders as object, { reportShipments: true, shortPick: 'backorder' });
};

/** The shop's stock follows what this system says of the place. */
export const stockFollows = (role: 'erp' | 'wms', ...places: readonly string[]): Configure => {
  const nodes = Object.fromEntries(places.map((place) => [place, { role }]));
  return ({ shops }) => {
    for (const shop of shops) shop.availability = { nodes };
  };
};

/** Returns and refunds are followed; what was inspected is paid back by itself, recorded and through no gateway. */
export const returnsFollowed: Configure = ({ shops }) => {
  for (const shop of shops) shop.returns = { mode: 'automatic', approveUpTo: '1000', payment: 'none' };
};

/** Several changes, in this order. */
export const all =
  (...changes: readonly Configure[]): Configure =>
  (options, sku) => {
    for (const change of changes) change(options, sku);
  };

export const stockIsNobodysBusiness: Configure = ({ shops }) => {
  for (const shop of shops) delete shop.availability;
};
