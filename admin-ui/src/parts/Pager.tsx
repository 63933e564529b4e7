import { __, sprintf } from '@wordpress/i18n';
import { PlaceLink } from '../place/PlaceLink.tsx';
import type { Place } from '../place/place.ts';

interface Props {
  readonly page: number;
  readonly pages: number;
  readonly at: (page: number) => Place;
}

/** The way to a list's other pages; nothing where there is one only. */
export function Pager({ page, pages, at }: Props) {
  if (pages <= 1 && page === 1) return null;
  return (
    <nav className="causeway-actions" aria-label={__('Pages', 'causeway')}>
      {page > 1 && <PlaceLink to={at(Math.min(page - 1, pages))}>{__('← Back', 'causeway')}</PlaceLink>}
      {/* translators: 1: number of this page, 2: number of pages */}
      <span>{sprintf(__('Page %1$d of %2$d', 'causeway'), page, pages)}</span>
      {page < pages && <PlaceLink to={at(page + 1)}>{__('On →', 'causeway')}</PlaceLink>}
    </nav>
  );
}
