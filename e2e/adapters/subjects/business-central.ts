import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Memory } from '../../../worker/src/systems/adapter.ts';
import { memoryOfBench } from '../../../worker/src/systems/conformance/bench.ts';
import { businessCentral } from '../../../worker/src/systems/erp/business-central/adapter.ts';
import type { Settings } from '../../../worker/src/systems/erp/business-central/settings.ts';
import type { ErpBench, ErpWords } from '../../../worker/src/systems/erp/conformance/bench.ts';

import { type BusinessCentral, startBusinessCentral } from '../../vendors/business-central/running.ts';
import { businessCentralApi } from '../business-central-api.ts';
import { type Call, startFaultProxy } from '../fault-proxy.ts';
import { erpSubject } from './subject.ts';

const PAGE_SIZE = 3;

export const BUSINESS_CENTRAL_WORDS: ErpWords = {
  skus: ['CW-001', 'CW-002'],
  unknownSku: 'NOPE-1',
  shippingMethod: 'STANDARD',
  taxCode: 'STANDARD',
  taxPercent: 19,
  paymentMethod: 'COD',
  currencies: [
    { code: 'EUR', digits: 2 },
    { code: 'JPY', digits: 0 },
    { code: 'KWD', digits: 3 },
  ],
};

const BEFALLS = {
  create: ({ method, path }: Call) => method === 'POST' && path.endsWith('/salesOrders'),
  read: ({ method }: Call) => method === 'GET',
};

/** Settings for the server as it is laid; `url` may be that of a proxy in front of it. */
export function settingsOf(server: BusinessCentral, url = server.url): Settings {
  const account = (number: string) => ({ type: 'Account', number }) as const;
  const { tenant, environment, companyId: company, clientId, scope } = server;
  return businessCentral.settings.parse({
    tenant,
    environment,
    company,
    clientId,
    clientSecretFile: 'client',
    scope,
    apiUrl: `${url}/v2.0/${tenant}/${environment}/api/v2.0`,
    tokenUrl: server.tokenUrl.replace(server.url, url),
    guestCustomerNumber: '10000',
    lines: {
      shipping: account('6810'),
      discount: account('6110'),
      fee: account('6110'),
      giftCard: { type: 'Account', number: '6110', taxCode: 'ZERO' },
      rounding: { type: 'Account', number: '6110', taxCode: 'ZERO' },
    },
  }) as Settings;
}

export function openErp(
  server: BusinessCentral,
  settings: Settings,
  memory: Memory,
  clientSecret = server.clientSecret,
  now: () => number = Date.now,
) {
  const secret = (file: string) => (file === 'client' ? clientSecret : `secret of ${file}`);
  return businessCentral.open(settings, { name: 'erp', secret, now, memory, recorder: { keep: () => {} } });
}

export const businessCentralSubject = erpSubject({ name: 'business-central', real: false, returns: true, start });

async function start(): Promise<{ bench: ErpBench; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-business-central-'));
  const server = await startBusinessCentral({
    folder,
    configuration: { limits: { page_size: PAGE_SIZE }, currencies: { JPY: 1, KWD: 0.001 } },
  });
  const proxy = await startFaultProxy(server.url);
  const api = businessCentralApi(server);
  const memory = memoryOfBench();
  const settings = settingsOf(server, proxy.url);
  const open = (clientSecret?: string) => openErp(server, settings, memory, clientSecret).port;
  const bench: ErpBench = {
    words: BUSINESS_CENTRAL_WORDS,
    pageSize: PAGE_SIZE,
    open: () => open(),
    openStranger: () => ({
      port: openErp(server, settings, memoryOfBench(), 'not-the-secret').port,
      secret: 'not-the-secret',
    }),
    held: api.held,
    allocate: async (externalId) =>
      server.control.release((await api.orderOf(externalId)).number).then(() => undefined),
    ship: async (externalId, share) => {
      const { number, left } = await api.orderOf(externalId);
      const posting = share === 'all' ? { quantities: left } : { invoice: false, quantities: { '10000': 1 } };
      await server.control.post(number, posting);
    },
    // Business Central learns that goods are back when somebody posts the credit memo.
    receiveReturn: async (id) => {
      await api.send('POST', `/salesCreditMemos(${id})/Microsoft.NAV.post`);
    },
    setStock: async (sku, units) => {
      await server.control.stock(sku, units - (await api.stockOf(sku)));
    },
    expireSignIn: () => server.control.expireTokens().then(() => undefined),
    signIns: async () => proxy.count(({ path }) => path.endsWith('/token')),
    play: (kind, during) => proxy.play(kind, BEFALLS[during]),
  };
  const stop = async () => {
    await proxy.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { bench, stop };
}
