import { DataViews, type Field, type View, type ViewTable } from '@wordpress/dataviews/wp';
import { useMemo, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { CommandName, ExceptionSubject } from '../../../api/shapes.ts';
import { choicesOf } from '../../../commands/choices.ts';
import { selectedActions } from '../../../commands/selected-actions.tsx';
import { Ago } from '../../../parts/Ago.tsx';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import type { Place } from '../../../place/place.ts';
import { kindWord, type SubjectKind } from '../../../words/subject.ts';
import { useException } from '../api/get-exception.ts';
import { SubjectLinks } from './SubjectLinks.tsx';

const begin: ViewTable = {
  type: 'table',
  titleField: 'number',
  fields: ['detail', 'opened_at'],
  layout: { density: 'compact' },
  page: 1,
  perPage: 25,
};
const layouts = { table: {} };
const config = { perPageSizes: [25, 50, 100] };
const idOf = ({ subject }: ExceptionSubject): string => subject;

interface Props {
  readonly cause: string;
  readonly kind: SubjectKind;
  readonly place: Place;
}

/** All that an exception is of, with what is special about each; some of them can be chosen and asked for. */
export function AllSubjects({ cause, kind, place }: Props) {
  const [view, setView] = useState<View>(begin);
  const perPage = view.perPage ?? 25;
  const { data, error, isPending, isPlaceholderData, refetch } = useException(cause, {
    page: view.page ?? 1,
    per_page: perPage,
  });
  const fields = useMemo(() => fieldsOf(place, kind), [place, kind]);
  const actions = useMemo(
    () =>
      selectedActions<ExceptionSubject>(commandsOf(cause, kind), {
        cause,
        kind,
        subjectOf: ({ subject, seen }) => ({ subject, seen }),
      }),
    [cause, kind],
  );
  if (isPending) return <Loading what={__('Loading…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  return (
    <section aria-label={__('All of this exception', 'causeway')} className="causeway-list causeway-exception__all">
      <DataViews
        view={view}
        onChangeView={setView}
        fields={fields}
        actions={actions}
        data={[...data.subject_list]}
        getItemId={idOf}
        isLoading={isPlaceholderData}
        paginationInfo={{ totalItems: data.subjects, totalPages: Math.max(1, Math.ceil(data.subjects / perPage)) }}
        defaultLayouts={layouts}
        search={false}
        config={config}
      />
    </section>
  );
}

/** Orders can be left out and replayed besides. */
function commandsOf(cause: string, kind: SubjectKind): readonly CommandName[] {
  const { together } = choicesOf(cause);
  return kind === 'order' ? [...together, 'skip', 'replay'] : together;
}

function fieldsOf(place: Place, kind: SubjectKind): Field<ExceptionSubject>[] {
  const plain = { enableSorting: false, enableHiding: false, filterBy: false as const };
  return [
    {
      id: 'number',
      label: kindWord(kind),
      ...plain,
      render: ({ item }) => <SubjectLinks subjects={[item]} place={place} />,
    },
    { id: 'detail', label: __('What is special about it', 'causeway'), ...plain },
    { id: 'opened_at', label: __('Since', 'causeway'), ...plain, render: ({ item }) => <Ago at={item.opened_at} /> },
  ];
}
