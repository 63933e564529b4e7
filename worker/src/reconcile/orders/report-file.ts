import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrdersReport } from './report.ts';

const KEPT = 30;

/** Writes a report into the state directory's `reports`, of which the newest are kept; returns the file's path. */
export function keepReport(stateDirectory: string, report: OrdersReport): string {
  const folder = join(stateDirectory, 'reports');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const prefix = `orders-${report.shop}-`;
  const name = `${prefix}${new Date(report.at).toISOString().replaceAll(':', '-')}.json`;
  const file = join(folder, name);
  writeFileSync(`${file}.part`, `${JSON.stringify(report, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  const older = readdirSync(folder).filter((each) => each.startsWith(prefix) && each.endsWith('.json'));
  for (const each of older.sort().slice(0, -KEPT)) rmSync(join(folder, each));
  return file;
}
