import { __ } from '@wordpress/i18n';
import type { RestoreChoice } from '../../api/shapes.ts';
import type { DialogWords } from '../../commands/dialog-words.ts';

/** What each way on from a restore is called, and what it does. */
export function choiceWords(choice: RestoreChoice['choice']): DialogWords {
  switch (choice) {
    case 'continue':
      return {
        button: __('Go on with this shop as it is now…', 'causeway'),
        title: __('Go on with this shop as it is now?', 'causeway'),
        explanation: __(
          'This database stays. The worker looks at every order again and asks ERP and warehouse what they have, so nothing is sent twice. What this database lost is told to it again. An order that it no longer has, and that the ERP does have, becomes an exception for a person: nothing is cancelled by itself. This can’t be taken back.',
          'causeway',
        ),
        confirm: __('Go on with this shop', 'causeway'),
        reason: 'required',
      };
    case 'wait':
      return {
        button: __('The right database will be put back…', 'causeway'),
        title: __('Wait for the right database?', 'causeway'),
        explanation: __(
          'Nothing changes: the shop goes on selling, and nothing is sent. Orders placed now are lost when the right database replaces this one, unless someone carries them over. Once it is back, everything goes on by itself.',
          'causeway',
        ),
        confirm: __('Wait for the right database', 'causeway'),
        reason: 'none',
      };
  }
}
