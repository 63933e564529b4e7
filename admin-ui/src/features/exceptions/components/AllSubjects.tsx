import { __, sprintf } from '@wordpress/i18n';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import type { Place } from '../../../place/place.ts';
import { useException } from '../api/get-exception.ts';
import { SubjectLinks } from './SubjectLinks.tsx';

/** All orders of an exception, with what is special about each. */
export function AllSubjects({ cause, place }: { readonly cause: string; readonly place: Place }) {
  const { data, error, isPending, refetch } = useException(cause);
  if (isPending) return <Loading what={__('Loading orders…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  const hidden = data.subjects - data.all_subjects.length;
  return (
    <ul className="causeway-exception__all">
      {data.all_subjects.map((subject) => (
        <li key={subject.subject}>
          <SubjectLinks subjects={[subject]} place={place} /> {subject.detail}
        </li>
      ))}
      {/* translators: %d: number of further orders */}
      {hidden > 0 && <li>{sprintf(__('and %d more', 'causeway'), hidden)}</li>}
    </ul>
  );
}
