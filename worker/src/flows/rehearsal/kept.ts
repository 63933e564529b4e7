import { isDeepStrictEqual } from 'node:util';

/**
 * A state as it comes back from the engine's file. An engine also gives the very object back that was decided: throws where
 * its JSON does not say all of it.
 */
export function kept<T>(state: T): T {
  const read = JSON.parse(JSON.stringify(state)) as T;
  if (!isDeepStrictEqual(read, state)) throw new Error('the state holds what JSON does not');
  return read;
}
