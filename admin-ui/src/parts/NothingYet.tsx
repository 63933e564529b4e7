import type { ReactNode } from 'react';

/** There is nothing at all, and that is all right: says what will come, and from where. */
export function NothingYet({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="causeway-blank">
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  );
}
