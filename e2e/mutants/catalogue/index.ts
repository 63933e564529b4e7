import type { Mutant } from '../mutant.ts';
import { dispatchMutants } from './dispatch.ts';
import { engineMutants } from './engine.ts';
import { goodsMutants } from './goods.ts';
import { inventoryMutants } from './inventory.ts';
import { laneMutants } from './lanes.ts';
import { restMutants } from './rests.ts';
import { roadMutants } from './road.ts';
import { shopMutants } from './shop.ts';

export const mutants: readonly Mutant[] = [
  ...roadMutants,
  ...laneMutants,
  ...engineMutants,
  ...shopMutants,
  ...dispatchMutants,
  ...goodsMutants,
  ...inventoryMutants,
  ...restMutants,
];
