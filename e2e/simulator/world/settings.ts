import { AvailabilitySettings } from '../../../worker/src/flows/availability/settings.ts';
import { theSettings } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import type { OrderSettings } from '../../../worker/src/flows/order/settings.ts';
import { ReturnSettings } from '../../../worker/src/flows/return/settings.ts';
import { NODES } from './outside/goods.ts';
import type { Rules } from './rules.ts';

export const SETTLE_MS = 5000;

/** What the workers of a run are configured to do. */
export interface WorldSettings {
  readonly availability: AvailabilitySettings;
  readonly of: (flow: string) => unknown;
}

export function settingsFor({ shortPick, reportsReceipts: reportReceipts }: Rules): WorldSettings {
  const orders: OrderSettings = {
    ...theSettings({ lookUpEverySeconds: 30, settleMs: SETTLE_MS, attemptsMax: 6, retryCapMs: 60_000 }),
    follows: { stock: true, returns: true },
    shortPick,
    substitutes: shortPick === 'substitute' ? { 'CW-001': ['CW-002'] } : {},
  };
  const returns = ReturnSettings.parse({ mode: 'automatic', approveUpTo: '40', payment: 'gateway', reportReceipts });
  const availability = AvailabilitySettings.parse({
    nodes: Object.fromEntries(Object.entries(NODES).map(([node, role]) => [node, { role }])),
    // Each system tells of two SKUs: both must fall, and one to nothing, or half of all be gone.
    guard: { skusMin: 2, zeroShare: 0.5, dropShare: 0.5 },
  });
  const byFlow: Readonly<Record<string, unknown>> = {
    availability,
    return: { ...returns, mapping: orders.mapping, orders },
  };
  return { availability, of: (flow) => byFlow[flow] ?? orders };
}
