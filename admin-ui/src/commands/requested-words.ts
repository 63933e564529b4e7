import { __, _n, sprintf } from '@wordpress/i18n';
import type { CommandName } from '../api/shapes.ts';
import { requestedWord } from '../words/exception-words.ts';

/** What the shop took of a request: never "done", and how many orders were left out of it. */
export function requestedWords(
  command: CommandName,
  { asked, changed }: { readonly asked: number; readonly changed: number },
): string {
  /* translators: 1: what was requested, such as "Retry requested", 2: number of orders */
  const said = sprintf(
    _n('%1$s for %2$d order.', '%1$s for %2$d orders.', asked, 'causeway'),
    requestedWord(command),
    asked,
  );
  const later = __('What comes of it shows here when the worker has done it.', 'causeway');
  if (changed === 0) return `${said} ${later}`;
  /* translators: 1: number of orders that had changed, 2: number of all chosen orders */
  const left = _n(
    '%1$d of %2$d had changed since you looked and was left out.',
    '%1$d of %2$d had changed since you looked and were left out.',
    changed,
    'causeway',
  );
  return `${said} ${sprintf(left, changed, asked + changed)} ${later}`;
}
