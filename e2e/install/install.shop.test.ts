import { afterAll, beforeAll } from 'vitest';
import { Rig } from './rig.ts';
import { configuration } from './steps/configuration.ts';
import { leaving } from './steps/leaving.ts';
import { packages } from './steps/packages.ts';
import { running } from './steps/running.ts';
import { underSystemd } from './steps/systemd.ts';
import { update } from './steps/update.ts';
import { installedWorker } from './steps/worker.ts';

const rig = new Rig();
beforeAll(() => rig.prepare());
afterAll(() => rig.stop());

// In the document's order: each stands on those before.
for (const steps of [packages, installedWorker, configuration, running, update, underSystemd, leaving]) steps(rig);
