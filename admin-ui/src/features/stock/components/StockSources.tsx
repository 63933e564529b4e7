import { __, sprintf } from '@wordpress/i18n';
import type { StockSource } from '../../../api/shapes.ts';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { SubjectExceptions } from '../../../subject/SubjectExceptions.tsx';
import { Timeline } from '../../../subject/Timeline.tsx';

/** The systems that tell of stock, where something of it needs a person: what was told and held, as a preview with a yes and a no. */
export function StockSources({ sources }: { readonly sources: readonly StockSource[] }) {
  return sources
    .filter(({ exception_list }) => exception_list.length > 0)
    .map((source) => (
      <section key={source.subject} className="causeway-source" aria-label={nameOf(source.role)}>
        <h2>{nameOf(source.role)}</h2>
        {source.requested && <RequestedNote requested={source.requested} />}
        <SubjectExceptions of={source} />
        <Timeline entries={source.timeline} />
      </section>
    ));
}

function nameOf(role: string): string {
  const words: Readonly<Record<string, string>> = {
    erp: __('Stock as the ERP tells it', 'causeway'),
    wms: __('Stock as the warehouse tells it', 'causeway'),
  };
  /* translators: %s: the name of a system */
  return words[role] ?? sprintf(__('Stock as "%s" tells it', 'causeway'), role);
}
