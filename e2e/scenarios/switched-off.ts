import type { Configure } from './worker.ts';

/** Nothing comes from ERP and warehouse: their webhooks are refused, and nobody asks them for an hour. */
export const deaf: Configure = ({ systems, shops }) => {
  for (const system of Object.values(systems)) {
    system.pollEverySeconds = 3600;
    delete system.webhookSecretFile;
  }
  for (const shop of shops) Object.assign(shop.orders as object, { lookUpEverySeconds: 3600 });
};
