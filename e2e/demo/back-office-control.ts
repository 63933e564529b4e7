import type { BackOffice } from './back-office.ts';

export type System = 'erp' | 'wms';

/** Plays a fault at the sandbox, until it is healed or the sandbox starts again; see e2e/sandbox/README.md, "Faults". */
export async function fault(backOffice: BackOffice, system: System, fault: object): Promise<void> {
  await control(backOffice, system, 'POST', 'faults', fault);
}

/** Ends all faults of both systems. */
export async function heal(backOffice: BackOffice): Promise<void> {
  for (const system of ['erp', 'wms'] as const) await control(backOffice, system, 'DELETE', 'faults');
}

/** Changes settings such as `pick_after_ms`, until the sandbox starts again. */
export async function set(backOffice: BackOffice, system: System, settings: object): Promise<void> {
  await control(backOffice, system, 'PATCH', 'settings', settings);
}

/** How much of an item the ERP has; orders that wait for it are tried again at once. */
export async function stock(backOffice: BackOffice, sku: string, onHand: number): Promise<void> {
  await control(backOffice, 'erp', 'PUT', `items/${sku}`, { on_hand: onHand });
}

/** Anything else of the control API, by its path below `/_control/`. */
export async function control(
  { erpControlUrl, wmsControlUrl, secrets }: BackOffice,
  system: System,
  method: string,
  path: string,
  body?: object,
): Promise<void> {
  const base = system === 'erp' ? erpControlUrl : wmsControlUrl;
  const response = await fetch(`${base}/_control/${path}`, {
    method,
    headers: { authorization: `Bearer ${secrets.control}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${system} control ${path}: ${response.status} ${await response.text()}`);
}
