import type { ExceptionSubject } from '../../../api/shapes.ts';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';

/** Order numbers, each a link to its order. */
export function SubjectLinks({
  subjects,
  place,
}: {
  readonly subjects: readonly ExceptionSubject[];
  readonly place: Place;
}) {
  return (
    <span className="causeway-subjects">
      {subjects.map(({ subject, order_id, number }) =>
        order_id === null ? (
          <span key={subject}>{subject}</span>
        ) : (
          <PlaceLink key={subject} to={{ ...place, tab: 'orders', order: order_id, list: {} }}>
            #{number}
          </PlaceLink>
        ),
      )}
    </span>
  );
}
