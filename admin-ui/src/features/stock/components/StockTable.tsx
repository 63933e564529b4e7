import { __ } from '@wordpress/i18n';
import type { StockSku } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { ColumnHeads } from '../../../parts/ColumnHeads.tsx';
import { severityWords } from '../../../words/exception-words.ts';

/** A line each: what may be sold, what of it was sold here, what the shop has, and how old that word is. */
export function StockTable({ skus }: { readonly skus: readonly StockSku[] }) {
  const columns = [
    __('SKU', 'causeway'),
    __('Product', 'causeway'),
    __('Stock in the shop', 'causeway'),
    __('Available to sell', 'causeway'),
    __('Sold here, in it already', 'causeway'),
    __('As of', 'causeway'),
    __('Applied', 'causeway'),
    __('Needs a person', 'causeway'),
  ];
  return (
    <table className="widefat striped">
      <ColumnHeads columns={columns} />
      <tbody>
        {skus.map((row) => (
          <tr key={row.product_id}>
            <th scope="row">
              <code>{row.sku}</code>
            </th>
            <td>
              <a href={row.edit_url}>{row.name}</a>
            </td>
            <td>{row.stock ?? '–'}</td>
            <td>{row.base}</td>
            <td>{row.counted}</td>
            <td>
              <Ago at={row.as_of} />
            </td>
            <td>
              <Ago at={row.applied_at} />
            </td>
            <td>
              {row.exception_list.map(({ cause, severity, title, detail }) => (
                <p key={cause} title={detail}>
                  <Badge tone={severityWords(severity).tone}>{title}</Badge>
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
