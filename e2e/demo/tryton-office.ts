import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '../stage/serving/process.ts';
import { type Restartable, restartable, together } from '../stage/serving/restartable.ts';
import { requireTryton } from '../tryton/ground.ts';
import { layTryton, openTryton, passwordFile } from '../tryton/lay.ts';
import { type RunningTryton, startTryton } from '../tryton/start.ts';
import type { KeepSecret, Office } from './office.ts';

/** A real Tryton as ERP and, with people in its warehouse, as warehouse too. */
export interface TrytonOffice extends Office {
  readonly tryton: RunningTryton;
}

export interface TrytonPlan {
  /** Where Tryton lies, or is laid. */
  readonly folder: string;
  readonly checkout: string;
  readonly port: number;
  /** The warehouse, if it isn't Tryton's. */
  readonly warehouse: Office | null;
  readonly log: string;
  readonly say: (line: string) => void;
}

const TAX = 'VAT 19%';

/** Lays Tryton where there is none yet, starts it, and sends people into its warehouse. */
export async function openTrytonOffice(plan: TrytonPlan): Promise<TrytonOffice> {
  const { folder, say, warehouse } = plan;
  const isLaid = existsSync(join(folder, 'references.json'));
  const laid = isLaid ? openTryton(folder, await requireTryton(say)) : await layTryton(folder, { say });
  say(`starting Tryton ${laid.tryton.version} as ERP${warehouse ? '' : ' and warehouse'}`);
  const tryton = await startTryton(laid, plan.port);
  const parts: Restartable[] = [tryton, warehouse?.running ?? handsOf(plan, tryton)];
  const running = together(parts);
  await running.start();
  const addresses = [['Tryton', `${tryton.url} (admin, ${passwordFile(folder, 'admin')})`] as const];
  return {
    tryton,
    running,
    systems: (keep) => ({
      erp: {
        adapter: 'tryton-erp',
        ...settingsOf(tryton, keep),
        paymentTerms: { '*': tryton.references.paymentTerm.name },
      },
      wms: warehouse?.systems(keep).wms ?? { adapter: 'tryton-wms', orders: 'here', ...settingsOf(tryton, keep) },
      taxCode: TAX,
    }),
    stores: ['--tryton', tryton.databaseFile, ...(warehouse?.stores ?? [])],
    addresses: warehouse ? [...addresses, ...warehouse.addresses.slice(1)] : addresses,
  };
}

function settingsOf({ url, database, user, passwordFile }: RunningTryton, keep: KeepSecret): object {
  const kept = keep('tryton', readFileSync(passwordFile, 'utf8'));
  return { url, database, user, passwordFile: kept, pollEverySeconds: 2 };
}

/** People in the warehouse: a process of their own, who wait at the door while Tryton is down. */
function handsOf({ folder, checkout, log }: TrytonPlan, { url }: RunningTryton): Restartable {
  return restartable(() =>
    startProcess({
      name: 'hands',
      program: process.execPath,
      args: [join(checkout, 'e2e/tryton/hands-main.ts'), '--url', url, '--dir', folder],
      cwd: folder,
      log,
    }),
  );
}
