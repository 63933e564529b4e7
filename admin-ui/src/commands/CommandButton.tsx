import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { CommandName } from '../api/shapes.ts';
import type { SubjectKind } from '../words/subject.ts';
import { CommandDialog } from './CommandDialog.tsx';
import { dialogWords } from './dialog-words.ts';
import { type CommandRequest, mayAsk, useCommand } from './use-command.ts';

interface Props {
  readonly command: CommandName;
  /** How many it is about, as shown to the person, and what they are. */
  readonly count: number;
  readonly kind?: SubjectKind;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** The request, once the reason is known. */
  readonly request: (reason: string) => CommandRequest;
}

/** A command as a button, for those who may ask; a dialog asks where a reason is needed, more than one is meant, or it is final. */
export function CommandButton(props: Props) {
  return mayAsk() ? <Asking {...props} /> : null;
}

function Asking({ command, count, kind = 'order', primary = false, disabled = false, request }: Props) {
  // What was on the screen when the dialog opened is what a yes is about, also where the screen is loaded anew behind it.
  const [opened, setOpened] = useState<Props['request'] | null>(null);
  const asked = useCommand();
  const words = dialogWords(command, count, kind);
  const asks = words.reason === 'required' || words.final === true || count > 1;
  const send = (reason: string): void =>
    asked.mutate((opened ?? request)(reason), { onSuccess: () => setOpened(null), onSettled: asked.refresh });
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'secondary'}
        size="compact"
        isBusy={asked.isPending}
        disabled={disabled || asked.isPending}
        accessibleWhenDisabled
        onClick={() => {
          asked.reset();
          if (asks) setOpened(() => request);
          else send('');
        }}
      >
        {words.button}
      </Button>
      {!asks && asked.error && (
        <span role="alert" className="causeway-refused">
          {asked.error.message}
        </span>
      )}
      {opened && (
        <CommandDialog
          title={words.title}
          explanation={words.explanation}
          confirm={words.confirm}
          reason={words.reason}
          busy={asked.isPending}
          error={asked.error}
          onConfirm={send}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}
