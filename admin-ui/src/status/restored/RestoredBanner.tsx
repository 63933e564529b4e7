import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { RestoreChoice } from '../../api/shapes.ts';
import { CommandDialog } from '../../commands/CommandDialog.tsx';
import { Ago } from '../../parts/Ago.tsx';
import { choiceWords } from './choice-words.ts';
import { useChooseRestore } from './choose-restore.ts';

/** The shop was restored from a backup: everything waits until an administrator chooses between the two ways on. */
export function RestoredBanner({ at }: { readonly at: number }) {
  const [asked, setAsked] = useState<RestoreChoice['choice'] | null>(null);
  const choose = useChooseRestore();
  const mayChoose = window.causewayPanel?.mayConnect ?? false;
  const open = (choice: RestoreChoice['choice']): void => {
    choose.reset();
    setAsked(choice);
  };
  return (
    <>
      <strong>{__('This shop was restored from a backup.', 'causeway')}</strong>{' '}
      {__(
        'The worker remembers more than this database does, so nothing is sent to ERP or warehouse until someone decides.',
        'causeway',
      )}{' '}
      {__('Noticed', 'causeway')} <Ago at={at} />. {!mayChoose && __('An administrator decides.', 'causeway')}
      {choose.data?.choice === 'wait' && (
        <p role="status">
          {__('Noted. As soon as the right database is back, everything goes on by itself.', 'causeway')}
        </p>
      )}
      {mayChoose && (
        <div className="causeway-actions">
          {(['continue', 'wait'] as const).map((choice) => (
            <Button key={choice} variant="secondary" onClick={() => open(choice)}>
              {choiceWords(choice).button}
            </Button>
          ))}
        </div>
      )}
      {asked && (
        <CommandDialog
          {...choiceWords(asked)}
          busy={choose.isPending}
          error={choose.error}
          onConfirm={(reason) => choose.mutate({ choice: asked, reason }, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
