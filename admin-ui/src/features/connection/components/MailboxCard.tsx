import { __, sprintf } from '@wordpress/i18n';
import { AskFirstButton } from '../../../commands/AskFirstButton.tsx';
import { Copyable } from '../../../parts/Copyable.tsx';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useMailbox } from '../api/get-mailbox.ts';
import { useRenewMailbox } from '../api/renew-mailbox.ts';

/** Where vendors send webhooks that can't reach the worker. The address is a secret: for administrators only. */
export function MailboxCard() {
  const { data: mailbox, error, isPending, refetch } = useMailbox();
  const renew = useRenewMailbox();
  return (
    <section className="causeway-card" aria-labelledby="causeway-mailbox">
      <h2 id="causeway-mailbox">{__('Mailbox for webhooks', 'causeway')}</h2>
      <p>
        {__(
          'Where an ERP or warehouse can’t reach the worker, give it this address with the system’s name at its end, as the worker’s configuration has it. The shop keeps what comes until the worker fetches and checks it.',
          'causeway',
        )}
      </p>
      {isPending && <Loading what={__('Loading the address…', 'causeway')} />}
      {error && <LoadFailed error={error} onRetry={refetch} stale={mailbox !== undefined} />}
      {mailbox && mailbox.address === null && <p>{__('It is made when a worker is paired.', 'causeway')}</p>}
      {mailbox && mailbox.address !== null && (
        <>
          <p className="causeway-code__command">
            <Copyable text={`${mailbox.address}erp`} what={__('the mailbox’s address', 'causeway')} />
          </p>
          <p className="causeway-note">
            {sprintf(
              /* translators: 1: a number of kilobytes, 2: a number of webhooks */
              __('Here for a system named "erp". At most %1$d KB each and %2$d a minute.', 'causeway'),
              mailbox.body_bytes_max / 1024,
              mailbox.a_minute_max,
            )}{' '}
            {__(
              'Whoever has the address can fill the mailbox, but can’t make anyone believe what is in it.',
              'causeway',
            )}
          </p>
          <div className="causeway-actions">
            <AskFirstButton
              variant="secondary"
              label={__('Renew the address…', 'causeway')}
              title={__('Renew the mailbox’s address?', 'causeway')}
              explanation={__(
                'The address that is shown now leads nowhere from then on. Every vendor who has it needs the new one; until then the worker’s own polls tell of changes, later.',
                'causeway',
              )}
              confirm={__('Renew', 'causeway')}
              act={renew}
            />
          </div>
        </>
      )}
    </section>
  );
}
