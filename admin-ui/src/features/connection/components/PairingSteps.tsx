import { __ } from '@wordpress/i18n';
import type { PairingCode } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Copyable } from '../../../parts/Copyable.tsx';

/** The code, how long it is good for, and the command to run. */
export function PairingSteps({ code, replaces }: { readonly code: PairingCode; readonly replaces: boolean }) {
  return (
    <div className="causeway-code" role="status">
      <p>{__('Run this where the worker is installed:', 'causeway')}</p>
      <p className="causeway-code__command">
        <Copyable text={code.command} what={__('the command', 'causeway')} />
      </p>
      <p>
        {__('The code works once and expires', 'causeway')} <Ago at={code.expires_at} />.{' '}
        {__('It is not shown again after you leave this page.', 'causeway')}
      </p>
      {replaces && <p>{__('Once it is used, the worker that is paired now is refused.', 'causeway')}</p>}
    </div>
  );
}
