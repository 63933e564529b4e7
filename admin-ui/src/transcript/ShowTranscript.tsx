import { __, sprintf } from '@wordpress/i18n';
import { kindOf } from '../words/subject.ts';
import { OnDemand } from './OnDemand.tsx';
import { TranscriptEntries } from './TranscriptEntries.tsx';
import { insteadOfEntries } from './transcript-words.ts';

interface Props {
  readonly subject: string;
  /** What the subject is called, where it isn't clear which is meant. */
  readonly name?: string;
}

/** On demand: what was sent about a subject to ERP and warehouse, and what they answered. The worker has it. */
export function ShowTranscript(props: Props) {
  // Of a stock `StockPlaces` shows what lies where: it is read whole, not asked for SKU by SKU.
  const told = ['order', 'return'].includes(kindOf(props.subject));
  if (!told) return null;
  const { subject, name } = props;
  const label =
    name === undefined
      ? __('Show what was sent and answered', 'causeway')
      : /* translators: %s: an order's or a return's name, such as "#1042" */
        sprintf(__('Show what was sent and answered for %s', 'causeway'), name);
  return (
    <OnDemand
      subject={subject}
      show={label}
      hide={__('Hide what was sent and answered', 'causeway')}
      instead={(state) => insteadOfEntries(state)}
    >
      {({ entries }) => (
        <>
          <p role="status">{__('Personal data and secrets were left out by the worker.', 'causeway')}</p>
          <TranscriptEntries entries={entries} />
        </>
      )}
    </OnDemand>
  );
}
