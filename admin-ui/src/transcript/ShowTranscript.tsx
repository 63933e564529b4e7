import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { mayAsk } from '../commands/use-command.ts';
import { LoadFailed } from '../parts/LoadFailed.tsx';
import { Loading } from '../parts/Loading.tsx';
import { kindOf } from '../words/subject.ts';
import { TranscriptEntries } from './TranscriptEntries.tsx';
import { insteadOfEntries } from './transcript-words.ts';
import { useAskForTranscript, useTranscript } from './use-transcript.ts';

interface Props {
  readonly subject: string;
  /** What the subject is called, where it isn't clear which is meant. */
  readonly name?: string;
}

/** On demand: what was sent about a subject to ERP and warehouse, and what they answered. The worker has it. */
export function ShowTranscript(props: Props) {
  // Stock is read whole, not asked for SKU by SKU: there is nothing to show. And the worker is asked.
  const told = ['order', 'return'].includes(kindOf(props.subject));
  return told && mayAsk() ? <OnDemand {...props} /> : null;
}

function OnDemand({ subject, name }: Props) {
  const [shown, setShown] = useState(false);
  const ask = useAskForTranscript(subject);
  const toggle = (): void => {
    if (!shown) ask.mutate();
    setShown(!shown);
  };
  const label =
    name === undefined
      ? __('Show what was sent and answered', 'causeway')
      : /* translators: %s: an order's or a return's name, such as "#1042" */
        sprintf(__('Show what was sent and answered for %s', 'causeway'), name);
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
