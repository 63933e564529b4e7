import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { LoadFailed } from '../parts/LoadFailed.tsx';
import { Loading } from '../parts/Loading.tsx';
import { TranscriptEntries } from './TranscriptEntries.tsx';
import { insteadOfEntries } from './transcript-words.ts';
import { useAskForTranscript, useTranscript } from './use-transcript.ts';

interface Props {
  readonly subject: string;
  /** The order's number, where it isn't clear which order is meant. */
  readonly number?: string;
}

/** On demand: what was sent about a subject to ERP and warehouse, and what they answered. The worker has it. */
export function ShowTranscript({ subject, number }: Props) {
  const [shown, setShown] = useState(false);
  const ask = useAskForTranscript(subject);
  const toggle = (): void => {
    if (!shown) ask.mutate();
    setShown(!shown);
  };
  const label =
    number === undefined
      ? __('Show what was sent and answered', 'causeway')
      : /* translators: %s: an order's number */
        sprintf(__('Show what was sent and answered for #%s', 'causeway'), number);
  return (
    <div className="causeway-transcript">
      <Button variant="link" aria-expanded={shown} onClick={toggle}>
        {shown ? __('Hide what was sent and answered', 'causeway') : label}
      </Button>
      {shown && ask.error && <LoadFailed error={ask.error} onRetry={() => ask.mutate()} />}
      {shown && ask.isPending && <Loading what={__('Asking…', 'causeway')} />}
      {shown && ask.isSuccess && <Answer subject={subject} onAskAgain={() => ask.mutate()} />}
    </div>
  );
}

function Answer({ subject, onAskAgain }: { readonly subject: string; readonly onAskAgain: () => void }) {
  const { data, error, isPending, refetch } = useTranscript(subject);
  if (isPending) return <Loading what={__('Asking…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  const instead = insteadOfEntries(data);
  return (
    <>
      <p role="status">{instead ?? __('Personal data and secrets were left out by the worker.', 'causeway')}</p>
      {instead === null && data.answer !== null && <TranscriptEntries entries={data.answer.entries} />}
      {data.state !== 'asked' && (
        <Button variant="secondary" onClick={onAskAgain}>
          {__('Ask again', 'causeway')}
        </Button>
      )}
    </>
  );
}
