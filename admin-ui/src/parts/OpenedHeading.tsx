import { useEffect, useRef } from '@wordpress/element';
import type { ReactNode } from 'react';

/** The heading of what was just opened: it has the focus, so that a screen reader goes on from there. */
export function OpenedHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}
