import { Button, Modal, Notice, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { useDeclareNewShop } from './declare-new-shop.ts';
import { sameAddress } from './same-address.ts';

interface Props {
  /** This shop's own address. */
  readonly url: string;
  readonly onClose: () => void;
}

/** "This is a new shop": says what is forgotten, and asks for the address, so that nobody does it in the wrong window. */
export function NewShopDialog({ url, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const declare = useDeclareNewShop();
  const ready = sameAddress(typed, url) && !declare.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) declare.mutate({ confirm: typed.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal title={__('This is a new shop?', 'causeway')} onRequestClose={onClose} size="medium">
      <form onSubmit={submit}>
        <p>
          {__(
            'This copy becomes a shop of its own: not paired, not live, with nothing captured. Everything that Causeway keeps here of the other shop’s orders is forgotten: states, timelines, exceptions, changes that wait. The orders stay in WooCommerce and are never sent by themselves. The other shop and its worker notice nothing. This can’t be taken back.',
            'causeway',
          )}
        </p>
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('This shop’s address', 'causeway')}
          /* translators: %s: the shop's address */
          help={sprintf(__('Type %s to confirm.', 'causeway'), url)}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          spellCheck={false}
        />
        {declare.error && (
          <Notice status="error" isDismissible={false}>
            {declare.error.message}
          </Notice>
        )}
        <div className="causeway-actions is-end">
          <Button variant="tertiary" onClick={onClose}>
            {__('Cancel', 'causeway')}
          </Button>
          <Button
            variant="primary"
            isDestructive
            type="submit"
            isBusy={declare.isPending}
            disabled={!ready}
            accessibleWhenDisabled
          >
            {__('This is a new shop', 'causeway')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
