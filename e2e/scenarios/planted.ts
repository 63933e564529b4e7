import { mutants } from '../mutants/catalogue/index.ts';
import { plant } from '../mutants/plant.ts';

/** Loaded before a worker (`node --import`): it runs with the bug that `CAUSEWAY_MUTANT` names. Throws where there is none. */
const name = process.env.CAUSEWAY_MUTANT;
const mutant = mutants.find((one) => one.name === name);
if (mutant === undefined) throw new Error(`there is no planted bug "${name}"`);
plant(mutant);
