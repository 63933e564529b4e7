import { Button, Modal, Notice, TextareaControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { FormEvent } from 'react';

/** The longest reason that a command carries (contracts: `Command.reason`). */
const reasonMax = 500;

interface Props {
  readonly title: string;
  /** What will happen, with the count where there is more than one order. */
  readonly explanation: string;
  readonly confirm: string;
  readonly reason: 'required' | 'none';
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks once more before a command goes out, for the reason where one must be kept. */
export function CommandDialog(props: Props) {
  const [reason, setReason] = useState('');
  const missing = props.reason === 'required' && reason.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!missing && !props.busy) props.onConfirm(reason.trim());
  };
  return (
    <Modal title={props.title} onRequestClose={props.onClose} size="medium">
      <form onSubmit={submit}>
        <p>{props.explanation}</p>
        {props.reason === 'required' && (
          <TextareaControl
            __nextHasNoMarginBottom
            label={__('Reason', 'causeway')}
            help={__('Kept with the exception, for whoever reads it later. No customer data, please.', 'causeway')}
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
    </Modal>
  );
}
