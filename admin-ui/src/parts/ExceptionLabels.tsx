import { __, sprintf } from '@wordpress/i18n';
import type { ExceptionRow } from '../api/shapes.ts';
import { categoryWord, exceptionStatusWord, ownerWord, severityWords } from '../words/exception-words.ts';
import { Ago } from './Ago.tsx';
import { Badge } from './Badge.tsx';

type Labelled = Pick<ExceptionRow, 'category' | 'severity' | 'owner' | 'status' | 'opened_at'>;

/** How bad, what kind, whose, and since when: the line above every exception. */
export function ExceptionLabels({ exception }: { readonly exception: Labelled }) {
  const severity = severityWords(exception.severity);
  return (
    <p className="causeway-exception__labels">
      <Badge tone={severity.tone}>{severity.label}</Badge>
      <span>{categoryWord(exception.category)}</span>
      <span>
        {/* translators: %s: who looks after it, such as "IT" */}
        {sprintf(__('Owner: %s', 'causeway'), ownerWord(exception.owner))}
      </span>
      {exception.status !== 'open' && <Badge tone="quiet">{exceptionStatusWord(exception.status)}</Badge>}
      <span>
        {__('open since', 'causeway')} <Ago at={exception.opened_at} />
      </span>
    </p>
  );
}
