import type { PluginMutant } from '../mutant.ts';
import { effectMutants } from './effects.ts';
import { peopleMutants } from './people.ts';
import { roadMutants } from './road.ts';

/** Every bug that is planted into the plugin. */
export const mutants: readonly PluginMutant[] = [...roadMutants, ...effectMutants, ...peopleMutants];
