import { mutants } from '../mutants/catalogue/index.ts';
import type { Bug } from '../mutants/plant.ts';
import type { Configure } from './worker.ts';

/** Nothing comes from ERP and warehouse: their webhooks are taken for forged, and nobody asks them for an hour. */
export const deaf: Configure = ({ systems, shops }) => {
  const { erp, wms } = systems;
  if (erp === undefined || wms === undefined) throw new Error('the demo has an ERP and a warehouse');
  [erp.webhookSecretFile, wms.webhookSecretFile] = [wms.webhookSecretFile, erp.webhookSecretFile];
  for (const system of [erp, wms]) system.pollEverySeconds = 3600;
  for (const shop of shops) Object.assign(shop.orders as object, { lookUpEverySeconds: 3600 });
};

/** A bug of `e2e/mutants`, whose own test keeps it fresh. Throws where there is none of this name. */
export function bugNamed(name: string): Bug {
  const bug = mutants.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug "${name}"`);
  return bug;
}
