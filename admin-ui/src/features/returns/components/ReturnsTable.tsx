import { __ } from '@wordpress/i18n';
import type { ReturnRow } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { ColumnHeads } from '../../../parts/ColumnHeads.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { goodsOf, originWord, returnStateWords } from '../../../words/return-state.ts';

interface Props {
  readonly returns: readonly ReturnRow[];
  readonly placeOf: (key: string) => Place;
}

/** A line each: which order, who began it, where it is and why, and the money. */
export function ReturnsTable({ returns, placeOf }: Props) {
  const columns = [
    __('Return', 'causeway'),
    __('Order', 'causeway'),
    __('Goods', 'causeway'),
    __('Begun by', 'causeway'),
    __('State', 'causeway'),
    __('Why', 'causeway'),
    __('Refunded', 'causeway'),
    __('Since', 'causeway'),
  ];
  return (
    <table className="widefat striped">
      <ColumnHeads columns={columns} />
      <tbody>
        {returns.map((row) => {
          const { label, tone } = returnStateWords(row.state);
          return (
            <tr key={row.subject}>
              <th scope="row">
                <PlaceLink to={placeOf(row.key)}>{row.key}</PlaceLink>
              </th>
              <td>
                {row.order && (
                  <PlaceLink to={{ tab: 'orders', order: row.order.id, list: {} }}>#{row.order.number}</PlaceLink>
                )}
              </td>
              <td>{goodsOf(row)}</td>
              <td>{originWord(row.origin)}</td>
              <td>
                <Badge tone={tone}>{label}</Badge>
              </td>
              <td>{row.reason}</td>
              <td>{row.refunded !== null && `${row.refunded} ${row.currency}`}</td>
              <td>{row.since !== null && <Ago at={row.since} />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
