import type { StockPlace } from '@causeway/contracts';
import { __, sprintf } from '@wordpress/i18n';
import { Ago } from '../../../parts/Ago.tsx';
import { ColumnHeads } from '../../../parts/ColumnHeads.tsx';
import { OnDemand } from '../../../transcript/OnDemand.tsx';
import { insteadOfPlaces, leftOut, unitsOf } from '../place-words.ts';

/** On demand: what ERP and warehouse say lies where of a SKU. The worker has it. */
export function StockPlaces({ subject, sku }: { readonly subject: string; readonly sku: string }) {
  return (
    <OnDemand
      subject={subject}
      /* translators: %s: a SKU */
      show={sprintf(__('Show places of %s', 'causeway'), sku)}
      /* translators: %s: a SKU */
      hide={sprintf(__('Hide places of %s', 'causeway'), sku)}
      instead={insteadOfPlaces}
    >
      {({ places = [] }) => <PlacesTable places={places} />}
    </OnDemand>
  );
}

/** A line each place. */
export function PlacesTable({ places }: { readonly places: readonly StockPlace[] }) {
  const columns = [
    __('Place', 'causeway'),
    __('On hand', 'causeway'),
    __('Allocated', 'causeway'),
    __('In transit', 'causeway'),
    __('Damaged', 'causeway'),
    __('Quarantined', 'causeway'),
    __('As of', 'causeway'),
  ];
  return (
    <table className="widefat causeway-places">
      <ColumnHeads columns={columns} />
      <tbody>
        {places.map(({ node, onHand, allocated, inTransit, damaged, quarantined, asOf, counts }) => (
          <tr key={`${node} ${counts}`}>
            <th scope="row">
              {node} {counts !== 'yes' && <em>({leftOut(counts)})</em>}
            </th>
            {[onHand, allocated, inTransit, damaged, quarantined].map((units, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column each, and they never move.
              <td key={column} className="is-number">
                {unitsOf(units)}
              </td>
            ))}
            <td>
              <Ago at={Date.parse(asOf)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
