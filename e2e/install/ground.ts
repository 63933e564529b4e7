import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackOffice, startBackOffice } from '../demo/back-office.ts';
import { checkout } from '../promises/ground.ts';
import { layShop, type ServedShop, serveShop } from '../stage/index.ts';
import { findProgram } from '../stage/php/find.ts';
import { freePort } from '../stage/serving/ports.ts';
import { asVersion, buildPackages } from './packages.ts';
import { Server } from './server.ts';

/** What an agency begins with: a shop without Causeway, an ERP and a warehouse, an empty server, and the packages. */
export interface Ground {
  readonly served: ServedShop;
  readonly backOffice: BackOffice;
  readonly backOfficeFolder: string;
  readonly server: Server;
  /** Of the packages, and of those that an update brings. */
  readonly version: string;
  readonly nextVersion: string;
  /** The packages once more, built from the same sources for another place, in another time zone, by another umask. */
  readonly builtAgain: string;
  readonly intakePort: number;
  stop(): Promise<void>;
}

/** The versions that the document names. */
const DOCUMENTED = { version: '0.1.0', next: '0.1.1' };

/** Which of the programs that the document's commands need this machine lacks. */
export function lackingProgram(): string | null {
  const missing = ['npm', 'unzip', 'curl', 'perl', 'systemd-notify'].find((name) => findProgram(name) === undefined);
  return missing === undefined ? null : `no ${missing} on this machine`;
}

export async function prepareGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-install-'));
  const intakePort = await freePort();
  const files = join(folder, 'server/files');
  const builtAgain = join(folder, 'again');
  for (const each of [files, builtAgain]) mkdirSync(each, { recursive: true });
  const [version, , shop, backOffice] = await Promise.all([
    buildPackages(files),
    buildPackages(builtAgain, '077', { TZ: 'Pacific/Auckland' }),
    layShop({ folder: join(folder, 'shop'), causeway: 'absent', phpIni: { output_buffering: '1' } }),
    startBackOffice({
      folder: join(folder, 'back-office'),
      checkout,
      intakeUrl: `http://127.0.0.1:${intakePort}`,
      erpFaults: [],
      log: join(folder, 'sandbox.log'),
    }),
  ]);
  const nextVersion = version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
  await asVersion(files, version, nextVersion);
  const served = await serveShop(shop);
  const server = new Server(join(folder, 'server'), {
    [DOCUMENTED.next]: nextVersion,
    [DOCUMENTED.version]: version,
    '/var/www/html': shop.site,
    'https://shop.example.com': shop.url,
    '127.0.0.1:8787': `127.0.0.1:${intakePort}`,
  });
  return {
    ...{ served, backOffice, server, version, nextVersion, builtAgain, intakePort },
    backOfficeFolder: join(folder, 'back-office'),
    async stop() {
      await Promise.all([served.stop(), backOffice.running.stop()]);
      if (process.env.CAUSEWAY_KEEP_SHOPS === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a person writes into the example: addresses, and the sandbox's own words for a carrier and a payment. */
export function editConfiguration(file: string, { server, backOffice, intakePort, served }: Ground): void {
  const text = readFileSync(file, 'utf8')
    .replace('/var/lib/causeway', server.path('/var/lib/causeway'))
    .replace('https://shop.example.com', served.shop.url)
    .replace('https://erp.example.com', backOffice.erpUrl)
    .replace('https://wms.example.com', backOffice.wmsUrl)
    .replace('"port": 8787', `"port": ${intakePort}`)
    .replace('"doorbellUrl": null', `"doorbellUrl": "http://127.0.0.1:${intakePort}"`)
    .replace('"TRANSFER"', '"BANK"')
    .replace('"DHL": {', '"PARCELHOUSE": {');
  writeFileSync(file, text);
}

/** What is typed where the document's commands ask for the secrets, in their order. */
export function typedSecrets({ backOffice: { secrets } }: Ground): string {
  const { erpClient, erpWebhook, wmsKey, wmsWebhook } = secrets;
  return [erpClient, erpWebhook, wmsKey, wmsWebhook].map((secret) => `${secret}\n`).join('');
}
