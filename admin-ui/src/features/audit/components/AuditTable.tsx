import { __ } from '@wordpress/i18n';
import type { AuditEntry } from '../../../api/shapes.ts';
import { ColumnHeads } from '../../../parts/ColumnHeads.tsx';
import { locale } from '../../../parts/locale.ts';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { auditWord } from '../../../words/audit-words.ts';
import { absoluteTime } from '../../../words/relative-time.ts';
import { paramsFrom, viewFrom } from '../audit-view.ts';

/** Who, when, what, before, after, why: a line each, the newest first. */
export function AuditTable({ entries, place }: { readonly entries: readonly AuditEntry[]; readonly place: Place }) {
  const columns = [
    __('When', 'causeway'),
    __('Who', 'causeway'),
    __('What', 'causeway'),
    __('Order', 'causeway'),
    __('About', 'causeway'),
    __('Before → after', 'causeway'),
    __('Why', 'causeway'),
  ];
  return (
    <table className="widefat striped causeway-audit">
      <ColumnHeads columns={columns} />
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td>
              <time dateTime={new Date(entry.at).toISOString()}>{absoluteTime(entry.at, locale())}</time>
            </td>
            <td>
              <PlaceLink
                to={{ ...place, list: paramsFrom({ ...viewFrom(place.list), actor: entry.actor, before: '' }) }}
              >
                {entry.actor_name}
              </PlaceLink>
            </td>
            <td>{auditWord(entry.action)}</td>
            <td>
              {entry.order_id !== null && (
                <PlaceLink to={{ tab: 'orders', order: entry.order_id, list: {} }}>#{entry.number}</PlaceLink>
              )}
            </td>
            <td>{entry.about !== '' && <code>{entry.about}</code>}</td>
            <td>{change(entry)}</td>
            <td>{entry.why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function change({ before, after }: AuditEntry): string {
  if (before === '') return after;
  return after === '' ? before : `${before} → ${after}`;
}
