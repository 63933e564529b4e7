import type { TrytonSession } from '../rpc.ts';

/**
 * Who there is beside the administrator, and their groups. Causeway needs each of its three: without "Sales
 * Administrator", which is "Sales" too, it may not press a sale's `process`, which recovers a half-confirmed one; without
 * "Stock" not assign or cancel shipments; without "Account" not cancel invoices.
 */
export const GROUPS = {
  causeway: ['Sales Administrator', 'Stock', 'Account'],
  warehouse: ['Stock'],
} as const;

export type Login = 'admin' | keyof typeof GROUPS;

export async function setUpPerson(
  admin: TrytonSession,
  login: keyof typeof GROUPS,
  password: string,
  company: number,
): Promise<void> {
  const groups = GROUPS[login];
  const ids = await admin.search('res.group', [['name', 'in', groups]]);
  if (ids.length !== groups.length) throw new Error(`Tryton lacks one of the groups ${groups.join(', ')}`);
  await admin.create('res.user', {
    ...{ name: login, login, password, company },
    ...{ groups: [['add', ids]], companies: [['add', [company]]] },
  });
}
