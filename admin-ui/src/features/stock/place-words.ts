import type { StockPlace } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import type { TranscriptState } from '../../api/shapes.ts';
import { withoutAnswer } from '../../transcript/transcript-words.ts';

/** What there is to say instead of places; null: there are some. */
export function insteadOfPlaces({ state, answer }: Pick<TranscriptState, 'state' | 'answer'>): string | null {
  if (state !== 'answered' || answer === null) return withoutAnswer(state);
  if (answer.places === undefined) return __('The worker follows no stock of this SKU.', 'causeway');
  return answer.places.length > 0 ? null : __('No source says that it has any of it.', 'causeway');
}

/** A quantity; a dash where the source doesn't tell it. */
export const unitsOf = (told: string | null): string => told ?? '–';

/** Why what lies there is not sold; empty: it is. */
export function leftOut(counts: StockPlace['counts']): string {
  const words: Readonly<Record<StockPlace['counts'], string>> = {
    yes: '',
    offline: __('offline, not sold now', 'causeway'),
    'not this shop': __('not for this shop', 'causeway'),
  };
  return words[counts];
}
