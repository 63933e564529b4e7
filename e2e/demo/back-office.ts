import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { productCount } from '../stage/index.ts';
import { type Running, startProcess } from '../stage/serving/process.ts';
import { type Restartable, restartable, together } from '../stage/serving/restartable.ts';
import type { KeepSecret, Office } from './office.ts';

/** The sandbox ERP and warehouse. */
export interface BackOffice extends Office {
  readonly erpUrl: string;
  readonly wmsUrl: string;
  readonly erpControlUrl: string;
  readonly wmsControlUrl: string;
  readonly secrets: BackOfficeSecrets;
}

export interface BackOfficeSecrets {
  readonly erpClient: string;
  readonly wmsKey: string;
  readonly erpWebhook: string;
  readonly wmsWebhook: string;
  readonly control: string;
}

export interface BackOfficePlan {
  readonly folder: string;
  readonly checkout: string;
  /** Where the worker takes webhooks. */
  readonly intakeUrl: string;
  /** Faults that each start begins with. */
  readonly erpFaults: readonly unknown[];
  readonly wmsFaults?: readonly unknown[];
  /** 0, or left out: any free one, another at each start. */
  readonly ports?: {
    readonly erp: number;
    readonly wms: number;
    readonly erpControl: number;
    readonly wmsControl: number;
  };
  readonly log: string;
}

const READY_MS_MAX = 120_000;

interface Addresses {
  readonly erp: Address;
  readonly wms: Address;
}

/** Starts the sandbox ERP and warehouse with duplicate detection off, so that every double would show. */
export async function startBackOffice(plan: BackOfficePlan): Promise<BackOffice> {
  const prepared = prepare(plan);
  const running = restartable(() => startSandbox(plan, prepared.configuration));
  await running.start();
  return { running, ...opened(plan, prepared.secrets, addressesIn(plan)) };
}

/** The same as two processes, each of which can be crashed and started again alone. Their ports must be named. */
export async function startSystemsApart(
  plan: BackOfficePlan & Required<Pick<BackOfficePlan, 'ports'>>,
): Promise<BackOffice & Readonly<Record<'erp' | 'wms', Restartable>>> {
  const { configuration, secrets } = prepare(plan);
  const [erp, wms] = (['erp', 'wms'] as const).map((only) =>
    restartable(() => startSandbox(plan, configuration, only)),
  );
  if (erp === undefined || wms === undefined) throw new Error('two systems');
  const running = together([erp, wms]);
  try {
    await running.start();
    const at = { ...addressesIn(plan, 'erp'), ...addressesIn(plan, 'wms') };
    return { running, erp, wms, ...opened(plan, secrets, at) };
  } catch (error) {
    await running.kill();
    throw error;
  }
}

function prepare(plan: BackOfficePlan): { configuration: string; secrets: BackOfficeSecrets } {
  mkdirSync(plan.folder, { recursive: true });
  const secrets = keptSecrets(join(plan.folder, 'secrets.json'));
  const configuration = join(plan.folder, 'sandbox.json');
  writeFileSync(configuration, JSON.stringify(configurationOf(plan, secrets), null, 2), { mode: 0o600 });
  return { configuration, secrets };
}

function opened(plan: BackOfficePlan, secrets: BackOfficeSecrets, at: Addresses): Omit<BackOffice, 'running'> {
  return {
    systems: (keep) => ({ erp: erpSettings(at, secrets, keep), wms: wmsSettings(at, secrets, keep), taxCode: 'STD' }),
    stores: ['--sandbox', plan.folder],
    addresses: [
      ['The sandbox ERP', at.erp.url],
      ['The warehouse', at.wms.url],
    ],
    erpUrl: at.erp.url,
    wmsUrl: at.wms.url,
    erpControlUrl: at.erp.control,
    wmsControlUrl: at.wms.control,
    secrets,
  };
}

function erpSettings(at: Addresses, secrets: BackOfficeSecrets, keep: KeepSecret): object {
  return {
    adapter: 'sandbox-erp',
    url: at.erp.url,
    clientId: 'causeway',
    clientSecretFile: keep('erp-client', secrets.erpClient),
    webhookSecretFile: keep('erp-webhook', secrets.erpWebhook),
    pollEverySeconds: 5,
  };
}

function wmsSettings(at: Addresses, secrets: BackOfficeSecrets, keep: KeepSecret): object {
  return {
    adapter: 'sandbox-wms',
    url: at.wms.url,
    apiKeyFile: keep('wms-key', secrets.wmsKey),
    webhookSecretFile: keep('wms-webhook', secrets.wmsWebhook),
    pollEverySeconds: 5,
  };
}

type Only = 'erp' | 'wms';

const addressFile = ({ folder }: BackOfficePlan, only?: Only) =>
  join(folder, only === undefined ? 'addresses.json' : `addresses-${only}.json`);

function addressesIn(plan: BackOfficePlan, only?: Only): Addresses {
  return JSON.parse(readFileSync(addressFile(plan, only), 'utf8')) as Addresses;
}

async function startSandbox(plan: BackOfficePlan, configuration: string, only?: Only): Promise<Running> {
  const addresses = addressFile(plan, only);
  rmSync(addresses, { force: true });
  const { erp, wms, erpControl, wmsControl } = plan.ports ?? { erp: 0, wms: 0, erpControl: 0, wmsControl: 0 };
  const ports = {
    '--erp-port': erp,
    '--wms-port': wms,
    '--erp-control-port': erpControl,
    '--wms-control-port': wmsControl,
  };
  const running = await startProcess({
    name: only ?? 'sandbox',
    program: process.execPath,
    args: [
      join(plan.checkout, 'e2e/sandbox/main.ts'),
      ...['--dir', plan.folder, '--config', configuration, ...(only === undefined ? [] : ['--only', only])],
      ...Object.entries(ports).flatMap(([option, port]) => [option, String(port)]),
    ],
    cwd: plan.checkout,
    log: plan.log,
  });
  const deadline = Date.now() + READY_MS_MAX;
  while (!existsSync(addresses)) {
    if (Date.now() > deadline || !running.isAlive()) {
      await running.kill();
      throw new Error(`the ${only ?? 'sandbox back office'} did not start; see ${plan.log}`);
    }
    await pause(25);
  }
  return running;
}

interface Address {
  readonly url: string;
  readonly control: string;
}

function configurationOf(plan: BackOfficePlan, secrets: BackOfficeSecrets): object {
  const items = Array.from({ length: productCount }, (_, index) => {
    const sku = `SKU-${String(index + 1).padStart(3, '0')}`;
    return { sku, name: `Product ${sku}`, on_hand: 1_000_000 };
  });
  const subscription = (system: string, secret: string) => [
    { url: `${plan.intakeUrl}/hooks/${system}`, secret, events: ['*', 'stock.changed'] },
  ];
  return {
    control_token: secrets.control,
    items,
    erp: {
      client_secret: secrets.erpClient,
      duplicate_detection: false,
      faults: plan.erpFaults,
      webhooks: { subscriptions: subscription('erp', secrets.erpWebhook) },
    },
    wms: {
      api_key: secrets.wmsKey,
      duplicate_detection: false,
      faults: plan.wmsFaults ?? [],
      webhooks: { subscriptions: subscription('wms', secrets.wmsWebhook) },
    },
  };
}

function keptSecrets(file: string): BackOfficeSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BackOfficeSecrets;
  const secrets: BackOfficeSecrets = {
    erpClient: randomBytes(24).toString('base64url'),
    wmsKey: randomBytes(24).toString('base64url'),
    erpWebhook: `whsec_${randomBytes(32).toString('base64')}`,
    wmsWebhook: `whsec_${randomBytes(32).toString('base64')}`,
    control: randomBytes(24).toString('base64url'),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
