import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { copyText } from './copy-text.ts';

interface Props {
  readonly text: string;
  /** What it is, for the button's name: "correlation id". */
  readonly what: string;
}

type Outcome = 'copied' | 'failed' | null;

/** A value in monospace with a button that copies it and says so. */
export function Copyable({ text, what }: Props) {
  const [outcome, setOutcome] = useState<Outcome>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2_500);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <span className="causeway-copyable">
      <code>{text}</code>
      <Button
        variant="link"
        /* translators: %s: what is copied, such as "correlation id" */
        aria-label={sprintf(__('Copy %s', 'causeway'), what)}
        onClick={async () => setOutcome((await copyText(text)) ? 'copied' : 'failed')}
      >
        {__('Copy', 'causeway')}
      </Button>
      <span role="status" className="causeway-copyable__outcome">
        {outcome === 'copied' && __('Copied', 'causeway')}
        {outcome === 'failed' && __('Select the text and copy it by hand', 'causeway')}
      </span>
    </span>
  );
}
