import type { Transcript, TranscriptAnswer } from '@causeway/contracts';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { TranscriptState } from '../api/shapes.ts';

/** What there is to say instead of entries; null: there are some. */
export function insteadOfEntries({ state, answer }: Pick<TranscriptState, 'state' | 'answer'>): string | null {
  if (state === 'answered' && answer !== null) return answer.entries.length > 0 ? null : whyNothing(answer);
  return withoutAnswer(state);
}

/** The worker is asked, or did not come. */
export const withoutAnswer = (state: TranscriptState['state']): string =>
  state === 'asked'
    ? __('Asked. Waiting for the worker…', 'causeway')
    : __('The worker did not answer. Ask again once it runs.', 'causeway');

function whyNothing({ keeps, days }: TranscriptAnswer): string {
  if (keeps === 'off') {
    return __(
      'The worker keeps nothing of what is sent: "transcripts.keep" is "off" in its configuration.',
      'causeway',
    );
  }
  const age = sprintf(
    /* translators: %d: number of days */
    _n('It throws away what is older than %d day.', 'It throws away what is older than %d days.', days, 'causeway'),
    days,
  );
  const none =
    keeps === 'errors'
      ? __('The worker has nothing: it keeps calls that failed, and none did.', 'causeway')
      : __('The worker has nothing: it sent nothing about this.', 'causeway');
  return `${none} ${age}`;
}

/** "erp create_order: validation", as the systems' own words are. */
export const titleOf = ({ system, operation, outcome }: Transcript): string =>
  `${[system, operation].filter(Boolean).join(' ')}: ${outcome}`;
