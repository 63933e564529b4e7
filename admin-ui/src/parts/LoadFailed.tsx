import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { RequestRefused } from '../api/request.ts';

interface Props {
  readonly error: Error;
  readonly onRetry: () => void;
  /** True: older figures are still on the screen below. */
  readonly stale?: boolean;
}

/** The shop's own answer failed. The worker has no part in it: this panel reads the shop's database only. */
export function LoadFailed({ error, onRetry, stale = false }: Props) {
  return (
    <Notice status="error" isDismissible={false}>
      <p>
        <strong>
          {stale
            ? __('The shop could not be asked again. What you see may be out of date.', 'causeway')
            : __('The shop did not answer.', 'causeway')}
        </strong>{' '}
        {explained(error)}
      </p>
      <Button variant="secondary" onClick={onRetry}>
        {__('Try again', 'causeway')}
      </Button>
    </Notice>
  );
}

function explained(error: Error): string {
  if (error instanceof RequestRefused && error.code === 'rest_cookie_invalid_nonce') {
    return __('Your sign-in has expired: reload the page.', 'causeway');
  }
  return error.message;
}
