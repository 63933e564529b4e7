import type { BackOffice } from './back-office.ts';
import { readSandboxErp, readSandboxWms } from './sandbox.ts';
import { readTrytonErp, readTrytonWms } from './tryton.ts';

/** The sandbox's folder, Tryton's SQLite file, or both: then Tryton is the ERP and the sandbox the warehouse. */
export interface BackOfficeStores {
  readonly sandbox?: string | undefined;
  readonly tryton: string | undefined;
}

/** Reads the stores, opened read-only. Throws `CannotCount`. */
export function readBackOffice({ sandbox = '', tryton }: BackOfficeStores): BackOffice {
  if (tryton === undefined) return { ...readSandboxErp(sandbox), ...readSandboxWms(sandbox) };
  return { ...readTrytonErp(tryton), ...(sandbox === '' ? readTrytonWms(tryton) : readSandboxWms(sandbox)) };
}
