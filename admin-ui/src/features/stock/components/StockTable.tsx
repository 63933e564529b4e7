import { __ } from '@wordpress/i18n';
import type { StockSku } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { ColumnHeads } from '../../../parts/ColumnHeads.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import { severityWords } from '../../../words/exception-words.ts';
import { StockPlaces } from './StockPlaces.tsx';

/** A line each: what may be sold, what of it was sold here, what the shop has, and how old that word is. */
export function StockTable({ skus }: { readonly skus: readonly StockSku[] }) {
  const columns = [
    __('SKU', 'causeway'),
    __('Product', 'causeway'),
    __('Stock in the shop', 'causeway'),
    __('Available to sell', 'causeway'),
    __('Sold here, already counted', 'causeway'),
    __('As of', 'causeway'),
    __('Applied', 'causeway'),
    __('Needs a person', 'causeway'),
  ];
  return (
    <table className="widefat striped causeway-stock">
      <ColumnHeads columns={columns} />
      <tbody>
        {skus.map((row) => (
          <tr key={row.product_id}>
            <th scope="row">
              <code>{row.sku}</code>
              <StockPlaces subject={row.subject} sku={row.sku} />
            </th>
            <td>
              <a href={row.edit_url}>{row.name}</a>
            </td>
            <td className="is-number">{row.stock ?? '–'}</td>
            <td className="is-number">{row.base}</td>
            <td className="is-number">{row.counted}</td>
            <td>
              <Ago at={row.as_of} />
            </td>
            <td>
              <Ago at={row.applied_at} />
            </td>
            <td>
              {row.exception_list.map(({ cause, category, severity, title, detail }) => (
                <p key={cause}>
                  <Badge tone={severityWords(severity).tone}>{severityWords(severity).label}</Badge>{' '}
                  <PlaceLink to={{ tab: 'exceptions', order: null, list: { category } }}>{title}</PlaceLink>
                  {detail !== '' && <span className="causeway-stock__detail">{detail}</span>}
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
