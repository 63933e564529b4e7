import type { ReactNode } from 'react';

/** Labels and values; its children are `Fact`s. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="causeway-facts">{children}</dl>;
}

/** One label with its value below. Without a value it isn't there. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
