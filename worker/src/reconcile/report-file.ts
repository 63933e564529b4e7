import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrdersReport } from './orders/report.ts';

const KEPT = 30;

const folderOf = (stateDirectory: string): string => join(stateDirectory, 'reports');
const prefixOf = (shop: string): string => `orders-${shop}-`;

/** Writes a report into the state directory's `reports`, of which the newest are kept; returns the file's path. */
export function keepReport(stateDirectory: string, report: OrdersReport): string {
  const folder = folderOf(stateDirectory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `${prefixOf(report.shop)}${new Date(report.at).toISOString().replaceAll(':', '-')}.json`;
  const file = join(folder, name);
  writeFileSync(`${file}.part`, `${JSON.stringify(report, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  for (const older of namesOf(stateDirectory, report.shop).slice(0, -KEPT)) rmSync(join(folder, older));
  return file;
}

/** The reports that are kept of a shop, oldest first; one that can't be read is left out. */
export function keptReports(stateDirectory: string, shop: string): OrdersReport[] {
  return namesOf(stateDirectory, shop).flatMap((name) => read(join(folderOf(stateDirectory), name)) ?? []);
}

/** The newest report of a shop that isn't one of a dry run. */
export function lastKept(stateDirectory: string, shop: string): OrdersReport | null {
  for (const name of namesOf(stateDirectory, shop).reverse()) {
    const report = read(join(folderOf(stateDirectory), name));
    if (report?.dry_run === false) return report;
  }
  return null;
}

function read(file: string): OrdersReport | null {
  try {
    return OrdersReport.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function namesOf(stateDirectory: string, shop: string): string[] {
  try {
    const names = readdirSync(folderOf(stateDirectory));
    return names.filter((name) => name.startsWith(prefixOf(shop)) && name.endsWith('.json')).sort();
  } catch {
    return [];
  }
}
