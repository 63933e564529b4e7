import type { ExceptionSubject } from '../../../api/shapes.ts';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';

/** Orders by their number and returns by their key, each a link. */
export function SubjectLinks({
  subjects,
  place,
}: {
  readonly subjects: readonly ExceptionSubject[];
  readonly place: Place;
}) {
  return (
    <span className="causeway-subjects">
      {subjects.map(({ subject, order_id, number }) => {
        const to = placeOf(subject, order_id, place);
        const text = order_id === null ? subject : `#${number}`;
        return to === null ? (
          <span key={subject}>{text}</span>
        ) : (
          <PlaceLink key={subject} to={to}>
            {text}
          </PlaceLink>
        );
      })}
    </span>
  );
}

function placeOf(subject: string, orderId: number | null, place: Place): Place | null {
  if (orderId !== null) return { ...place, tab: 'orders', order: orderId, list: {} };
  return subject.startsWith('return/') ? { tab: 'returns', order: null, list: { return: subject.slice(7) } } : null;
}
