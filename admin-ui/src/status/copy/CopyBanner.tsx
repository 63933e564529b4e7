import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ShopStatus } from '../../api/shapes.ts';
import { PlaceLink } from '../../place/PlaceLink.tsx';
import { useStatus } from '../use-status.ts';
import { NewShopDialog } from './NewShopDialog.tsx';

/** A copy of the shop that was paired: says why it is taken for one, and both ways on. */
export function CopyBanner({ copied }: { readonly copied: ShopStatus['copied'] }) {
  const [open, setOpen] = useState(false);
  const shop = useStatus().data?.shop;
  const mayDecide = window.causewayPanel?.mayConnect ?? false;
  return (
    <>
      <strong>{__('This is a copy of the shop that was paired.', 'causeway')}</strong> {reason(copied, shop)}{' '}
      {__(
        'It refuses every worker, so nothing is sent from here; it sends no mail and looks for no orders.',
        'causeway',
      )}
      <ul className="causeway-ways">
        <li>
          <strong>{__('The shop has moved here:', 'causeway')}</strong>{' '}
          {__('pair it again with a new code. The worker carries on where it stopped.', 'causeway')}{' '}
          <PlaceLink to={{ tab: 'connection', order: null, list: {} }}>{__('Connection', 'causeway')}</PlaceLink>
        </li>
        <li>
          <strong>{__('This is a new shop,', 'causeway')}</strong>{' '}
          {__('such as one for tests: declare it one, then pair it with a worker of its own.', 'causeway')}
        </li>
        <li>
          <strong>{__('It is only a copy:', 'causeway')}</strong> {__('leave it as it is.', 'causeway')}
        </li>
      </ul>
      {!mayDecide && __('An administrator decides.', 'causeway')}
      {mayDecide && shop && (
        <div className="causeway-actions">
          <Button variant="secondary" onClick={() => setOpen(true)}>
            {__('This is a new shop…', 'causeway')}
          </Button>
        </div>
      )}
      {open && shop && <NewShopDialog url={shop.url} onClose={() => setOpen(false)} />}
    </>
  );
}

function reason(copied: ShopStatus['copied'], shop: ShopStatus['shop'] | undefined): string {
  const environment =
    copied?.environment == null || !shop
      ? ''
      : sprintf(
          /* translators: 1: environment type now, such as "staging", 2: at pairing, such as "production" */
          __('Its environment type is "%1$s"; at pairing it was "%2$s".', 'causeway'),
          shop.environment,
          copied.environment,
        );
  const address = copied?.address ? __('Its address is another than at pairing.', 'causeway') : '';
  return [address, environment].filter((text) => text !== '').join(' ');
}
