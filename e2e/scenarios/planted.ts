import { type Bug, plant } from '../mutants/plant.ts';

/** Loaded before a worker (`node --import`): it runs with the bug in `CAUSEWAY_BUG`. Throws where its text is no longer there. */
plant(JSON.parse(process.env.CAUSEWAY_BUG ?? '') as Bug);
