import { JsonApi } from '../../../http/json-api.ts';
import { ClientCredentialsSignIn } from '../../../http/oauth/client-credentials.ts';
import type { ErpAdapter } from '../../adapter.ts';
import { BusinessCentralErp } from './business-central-erp.ts';
import { examine } from './examination.ts';
import { receive } from './news/notifications.ts';
import { keepSubscribed } from './news/subscriptions.ts';
import { deletedOrders, deletedReturns } from './orders/deletions.ts';
import { References } from './references.ts';
import { apiRoot, companyOf, Settings, tokenUrl } from './settings.ts';
import { Api } from './talk/api.ts';
import { SYSTEM } from './talk/refusal.ts';

/** Microsoft Dynamics 365 Business Central, API v2.0; see README.md beside this file. */
export const businessCentral: ErpAdapter = {
  name: 'business-central',
  role: 'erp',
  summary: 'Microsoft Dynamics 365 Business Central (API v2.0)',
  settings: Settings,
  returns: true,
  // Creating an order is several requests; five at once, and 6,000 in five minutes, is what it takes of one user.
  limits: { timeoutSeconds: 60, callsAtOnce: 4, rates: [{ requests: 6000, perSeconds: 300, burst: 100 }] },
  open(settings: Settings, surroundings) {
    const { secret, now, memory } = surroundings;
    const root = apiRoot(settings);
    const { clientId, scope, notificationUrl } = settings;
    const client = { tokenUrl: tokenUrl(settings), clientId, scope, system: SYSTEM };
    const clientSecret = secret(settings.clientSecretFile);
    const signIn = new ClientCredentialsSignIn({ ...client, clientSecret }, surroundings);
    const http = new JsonApi(new URL(root).origin, SYSTEM, surroundings);
    const api = new Api(root, companyOf(settings), { http, signIn, now });
    const office = { api, references: new References(api, now), settings };
    const clientState = settings.webhookSecretFile === undefined ? null : secret(settings.webhookSecretFile);
    return {
      port: new BusinessCentralErp(office, { orders: deletedOrders(memory), returns: deletedReturns(memory) }, now),
      examine: (words, signal) => examine(office, words, now, signal),
      ...(clientState === null ? {} : { receive: receive.bind(null, clientState) }),
      ...(clientState === null || notificationUrl === undefined
        ? {}
        : { upkeep: (signal) => keepSubscribed(api, { notificationUrl, clientState }, now, signal) }),
    };
  },
};
