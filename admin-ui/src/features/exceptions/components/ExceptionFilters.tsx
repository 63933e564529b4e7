import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { categoryWord, ownerWord } from '../../../words/exception-words.ts';
import { categories, type ExceptionsView, owners, type StatusChoice } from '../exceptions-view.ts';

interface Props {
  readonly view: ExceptionsView;
  readonly onChange: (view: ExceptionsView) => void;
}

export function ExceptionFilters({ view, onChange }: Props) {
  const statusWords = {
    open: __('Needs a person', 'causeway'),
    closed: __('Resolved or ignored', 'causeway'),
    all: __('All', 'causeway'),
  } satisfies Record<StatusChoice, string>;
  return (
    <section className="causeway-filters" aria-label={__('Filter exceptions', 'causeway')}>
      <SelectControl<StatusChoice>
        {...modern}
        label={__('Status', 'causeway')}
        value={view.status}
        options={Object.entries(statusWords).map(([value, label]) => ({ value: value as StatusChoice, label }))}
        onChange={(status) => onChange({ ...view, status })}
      />
      <SelectControl<ExceptionsView['owner']>
        {...modern}
        label={__('Owner', 'causeway')}
        value={view.owner}
        options={[anyOption(), ...owners.map((value) => ({ value, label: ownerWord(value) }))]}
        onChange={(owner) => onChange({ ...view, owner })}
      />
      <SelectControl<ExceptionsView['category']>
        {...modern}
        label={__('Category', 'causeway')}
        value={view.category}
        options={[anyOption(), ...categories.map((value) => ({ value, label: categoryWord(value) }))]}
        onChange={(category) => onChange({ ...view, category })}
      />
    </section>
  );
}

const anyOption = (): { value: ''; label: string } => ({ value: '', label: __('Any', 'causeway') });

/** Older WordPress warns in the console without them; newer ones behave so anyway. */
const modern = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };
