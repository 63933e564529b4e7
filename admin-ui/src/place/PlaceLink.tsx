import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import type { Place } from './place.ts';
import { go, hrefOf } from './use-place.ts';

type Props = { readonly to: Place } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'>;

/** A real link (it opens in a new tab, too) that changes place without loading the page. */
export function PlaceLink({ to, children, ...rest }: Props) {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
