import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, isFree } from '../stage/serving/ports.ts';

/** The ports of a demo beside its shop's, kept in its folder: what is started again answers where it did before. */
export interface Ports {
  readonly intake: number;
  readonly erp: number;
  readonly wms: number;
  readonly erpControl: number;
  readonly wmsControl: number;
  readonly tryton: number;
}

const NAMES = ['intake', 'erp', 'wms', 'erpControl', 'wmsControl', 'tryton'] as const;

const fileOf = (folder: string) => join(folder, 'demo.json');

/** True once a demo in the folder was paired and went live. */
export function isKept(folder: string): boolean {
  return existsSync(fileOf(folder));
}

/** Which systems a demo was begun with: its orders are there and nowhere else. */
export interface Begun {
  readonly erp: string;
  readonly wms: string;
}

export function keepPorts(folder: string, ports: Ports, { erp, wms }: Begun): void {
  writeFileSync(fileOf(folder), `${JSON.stringify({ ports, erp, wms })}\n`);
}

/** Throws where the demo in the folder was begun with other systems. */
export function requireSame(folder: string, { erp, wms }: Begun): void {
  const begun = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Partial<Begun>;
  if (begun.erp === erp && begun.wms === wms) return;
  throw new Error(`the demo in ${folder} has its orders in other systems: --reset begins anew with these`);
}

/** The ports of before as far as they are free, else others: every part is told its neighbours' at its start. */
export async function choosePorts(folder: string): Promise<Ports> {
  const before = isKept(folder) ? (JSON.parse(readFileSync(fileOf(folder), 'utf8')) as { ports?: Partial<Ports> }) : {};
  const chosen: Partial<Record<(typeof NAMES)[number], number>> = {};
  for (const name of NAMES) {
    const kept = before.ports?.[name];
    let port = kept !== undefined && (await isFree(kept)) ? kept : await freePort();
    while (Object.values(chosen).includes(port)) port = await freePort();
    chosen[name] = port;
  }
  return chosen as Ports;
}
