import type { Scenario } from './scenario.ts';
import { cancelLate } from './stories/cancel-late.ts';
import { channelContention } from './stories/channel-contention.ts';
import { duplicateDelivery } from './stories/duplicate-delivery.ts';
import { editAfterAcceptance } from './stories/edit-after-acceptance.ts';
import { erpDown } from './stories/erp-down.ts';
import { partialShipment } from './stories/partial-shipment.ts';
import { pickShort } from './stories/pick-short.ts';
import { promotionSpike } from './stories/promotion-spike.ts';
import { returnToRefund } from './stories/return-to-refund.ts';
import { stockGuard } from './stories/stock-guard.ts';
import { warehouseOffline } from './stories/warehouse-offline.ts';

export const SCENARIOS: readonly Scenario[] = [
  promotionSpike,
  duplicateDelivery,
  erpDown,
  partialShipment,
  pickShort,
  cancelLate,
  editAfterAcceptance,
  returnToRefund,
  warehouseOffline,
  stockGuard,
  channelContention,
];

/** The scenario of this name, or with `all` every one. Throws with their names where there is none. */
export function scenariosNamed(name: string): readonly Scenario[] {
  const named = name === 'all' ? SCENARIOS : SCENARIOS.filter((scenario) => scenario.name === name);
  if (named.length > 0) return named;
  const names = SCENARIOS.map((scenario) => scenario.name).join(', ');
  throw new Error(`there is no scenario "${name}": it is all, or one of ${names}`);
}
