import { Spinner } from '@wordpress/components';

/** The first load of a screen; later refreshes keep what is shown. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <div className="causeway-blank" role="status">
      <Spinner />
      <p>{what}</p>
    </div>
  );
}
