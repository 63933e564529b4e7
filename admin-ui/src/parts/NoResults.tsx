import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

/** There is something, but search or filters leave none of it. */
export function NoResults({ what, onClear }: { readonly what: string; readonly onClear: () => void }) {
  return (
    <div className="causeway-blank" role="status">
      <h2>{what}</h2>
      <Button variant="secondary" onClick={onClear}>
        {__('Clear search and filters', 'causeway')}
      </Button>
    </div>
  );
}
