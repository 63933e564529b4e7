import { SelectControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { auditActions, auditWord } from '../../../words/audit-words.ts';
import type { AuditView } from '../audit-view.ts';

interface Props {
  readonly view: AuditView;
  /** The chosen actor's name; empty: it is not among the lines shown. */
  readonly actorName: string;
  readonly onChange: (view: AuditView) => void;
}

export function AuditFilters({ view, actorName, onChange }: Props) {
  const change = (name: keyof AuditView) => (value: string) => onChange({ ...view, before: '', [name]: value });
  const any = { value: '', label: __('Any', 'causeway') };
  const actors = [
    { value: 'causeway', label: 'Causeway' },
    { value: 'operator', label: __('Command line', 'causeway') },
  ];
  const other = view.actor !== '' && !actors.some(({ value }) => value === view.actor);
  return (
    <section className="causeway-filters" aria-label={__('Filter the audit', 'causeway')}>
      <TextControl {...modern} label={__('Order', 'causeway')} value={view.order} onChange={change('order')} />
      <SelectControl
        {...modern}
        label={__('Who', 'causeway')}
        value={view.actor}
        options={[any, ...actors, ...(other ? [{ value: view.actor, label: actorName || view.actor }] : [])]}
        onChange={change('actor')}
      />
      <SelectControl
        {...modern}
        label={__('What', 'causeway')}
        value={view.action}
        options={[any, ...auditActions().map((value) => ({ value, label: auditWord(value) }))]}
        onChange={change('action')}
      />
      <TextControl {...modern} type="date" label={__('From', 'causeway')} value={view.from} onChange={change('from')} />
      <TextControl {...modern} type="date" label={__('To', 'causeway')} value={view.until} onChange={change('until')} />
    </section>
  );
}

/** Older WordPress warns in the console without them; newer ones behave so anyway. */
const modern = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };
