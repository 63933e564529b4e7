import type { TranscriptAnswer } from '@causeway/contracts';
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { TranscriptState } from '../api/shapes.ts';
import { mayAsk } from '../commands/use-command.ts';
import { LoadFailed } from '../parts/LoadFailed.tsx';
import { Loading } from '../parts/Loading.tsx';
import { useAskForTranscript, useTranscript } from './use-transcript.ts';

interface Props {
  readonly subject: string;
  /** The button's words, while nothing is shown and while it is. */
  readonly show: string;
  readonly hide: string;
  /** What there is to say instead of an answer; null: there is one. */
  readonly instead: (state: TranscriptState) => string | null;
  readonly children: (answer: TranscriptAnswer) => ReactNode;
}

/** What only the worker knows of a subject: asked for when somebody opens it, and only by who may ask. */
export function OnDemand(props: Props) {
  return mayAsk() ? <Asked {...props} /> : null;
}

function Asked({ subject, show, hide, instead, children }: Props) {
  const [shown, setShown] = useState(false);
  const ask = useAskForTranscript(subject);
  const toggle = (): void => {
    if (!shown) ask.mutate();
    setShown(!shown);
  };
  return (
    <div className="causeway-transcript">
      <Button variant="link" aria-expanded={shown} onClick={toggle}>
        {shown ? hide : show}
      </Button>
      {shown && ask.error && <LoadFailed error={ask.error} onRetry={() => ask.mutate()} />}
      {shown && ask.isPending && <Loading what={__('Asking…', 'causeway')} />}
      {shown && ask.isSuccess && (
        <Answer subject={subject} instead={instead} onAskAgain={() => ask.mutate()}>
          {children}
        </Answer>
      )}
    </div>
  );
}

type AnswerProps = Pick<Props, 'subject' | 'instead' | 'children'> & { readonly onAskAgain: () => void };

function Answer({ subject, instead, onAskAgain, children }: AnswerProps) {
  const { data, error, isPending, refetch } = useTranscript(subject);
  if (isPending) return <Loading what={__('Asking…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  const words = instead(data);
  return (
    <>
      {words !== null && <p role="status">{words}</p>}
      {words === null && data.answer !== null && children(data.answer)}
      {data.state !== 'asked' && (
        <Button variant="secondary" onClick={onAskAgain}>
          {__('Ask again', 'causeway')}
        </Button>
      )}
    </>
  );
}
