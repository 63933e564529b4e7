import { Button, Notice, TextareaControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { FormEvent } from 'react';

/** The longest reason that a command carries (contracts: `Command.reason`). */
const reasonMax = 500;

export interface CommandFormProps {
  /** What will happen, with the count where there is more than one order. */
  readonly explanation: string;
  readonly confirm: string;
  readonly reason: 'required' | 'none';
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** What a dialog of a command holds: what will happen, and the reason where one must be kept. */
export function CommandForm(props: CommandFormProps) {
  const [reason, setReason] = useState('');
  const missing = props.reason === 'required' && reason.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!missing && !props.busy) props.onConfirm(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <p>{props.explanation}</p>
      {props.reason === 'required' && (
        <TextareaControl
          __nextHasNoMarginBottom
          label={__('Reason', 'causeway')}
          help={__('Kept for whoever reads it later, also in the audit. No customer data, please.', 'causeway')}
          value={reason}
          onChange={setReason}
          maxLength={reasonMax}
          required
        />
      )}
      {props.error && (
        <Notice status="error" isDismissible={false}>
          {props.error.message}
        </Notice>
      )}
      <div className="causeway-actions is-end">
        <Button variant="tertiary" onClick={props.onClose}>
          {__('Cancel', 'causeway')}
        </Button>
        <Button
          variant="primary"
          type="submit"
          isBusy={props.busy}
          disabled={missing || props.busy}
          accessibleWhenDisabled
        >
          {props.confirm}
        </Button>
      </div>
    </form>
  );
}
