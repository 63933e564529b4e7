import type { WorkerPlan } from './processes.ts';

/** The shop of the benches: its outbox is a file, so nothing listens at its address. */
export const BENCH_SHOP = {
  code: 'BENCH',
  id: '00000000-0000-4000-8000-00000000be9c',
  url: 'http://127.0.0.1',
} as const;

/** A worker's configuration between that shop and the sink; limits are the defaults but for the requests at once. */
export function configurationFor({ port, atOnce }: Pick<WorkerPlan, 'port' | 'atOnce'>, intakePort: number): object {
  const limits = { callsAtOnce: atOnce, pollEverySeconds: 3600 };
  const access = { url: `http://127.0.0.1:${port}`, webhookSecretFile: 'webhook', ...limits };
  const mapping = {
    paymentMethods: { cod: { erp: 'COD', state: 'on_account' } },
    shippingMethods: { flat_rate: { erp: 'STANDARD', wms: 'STD' } },
    taxCodes: { 'DE-VAT-1': 'STD' },
    carriers: { PARCELHOUSE: { name: 'Parcel House' } },
  };
  return {
    stateDirectory: 'state',
    intake: { port: intakePort, doorbellUrl: `http://127.0.0.1:${intakePort}` },
    log: { level: 'warn' },
    callsAtOnce: Math.max(32, 2 * atOnce),
    systems: {
      erp: { adapter: 'sandbox-erp', clientId: 'bench', clientSecretFile: 'client', ...access },
      wms: { adapter: 'sandbox-wms', apiKeyFile: 'key', ...access },
    },
    shops: [{ code: BENCH_SHOP.code, url: BENCH_SHOP.url, erp: 'erp', wms: 'wms', orders: { mapping } }],
  };
}
