import { __, sprintf } from '@wordpress/i18n';
import type { ExceptionSubject } from '../../../api/shapes.ts';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { keyOf, kindOf } from '../../../words/subject.ts';

interface Props {
  readonly subjects: readonly ExceptionSubject[];
  readonly place: Place;
}

/** Orders by their number, returns by their key and stocks by their SKU, each a link. */
export function SubjectLinks({ subjects, place }: Props) {
  return (
    <span className="causeway-subjects">
      {subjects.map((one) => {
        const to = placeOf(one, place);
        return to === null ? (
          <span key={one.subject}>{nameOf(one)}</span>
        ) : (
          <PlaceLink key={one.subject} to={to}>
            {nameOf(one)}
          </PlaceLink>
        );
      })}
    </span>
  );
}

/** What people call it: `#1042`, `Return 12`, a SKU. */
export function nameOf({ subject, order_id, number }: ExceptionSubject): string {
  if (order_id !== null) return `#${number}`;
  /* translators: %s: a return's number */
  if (kindOf(subject) === 'return') return sprintf(__('Return %s', 'causeway'), keyOf(subject));
  return kindOf(subject) === 'stock' ? keyOf(subject) : subject;
}

function placeOf({ subject, order_id }: ExceptionSubject, place: Place): Place | null {
  if (order_id !== null) return { ...place, tab: 'orders', order: order_id, list: {} };
  if (kindOf(subject) === 'return') return { tab: 'returns', order: null, list: { return: keyOf(subject) } };
  return kindOf(subject) === 'stock' ? { tab: 'stock', order: null, list: { sku: keyOf(subject) } } : null;
}
