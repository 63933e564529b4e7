import { useMemo, useSyncExternalStore } from '@wordpress/element';
import { type Place, placeFrom, searchOf } from './place.ts';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const current = (): string => window.location.search;

/** The current place; follows the browser's back and forward. */
export function usePlace(): Place {
  const search = useSyncExternalStore(subscribe, current);
  return useMemo(() => placeFrom(search), [search]);
}

/** Goes to `place`. `replace` for what isn't worth a step back, such as each letter of a search. */
export function go(place: Place, how: 'push' | 'replace' = 'push'): void {
  const search = searchOf(place, window.location.search);
  if (search === window.location.search) return;
  if (how === 'push') window.history.pushState(null, '', search);
  else window.history.replaceState(null, '', search);
  for (const listener of listeners) listener();
}

export const hrefOf = (place: Place): string => searchOf(place, window.location.search);
