import type { Scenario } from './scenario.ts';
import { cancelLate } from './stories/cancel-late.ts';
import { channelContention } from './stories/channel-contention.ts';
import { duplicateDelivery } from './stories/duplicate-delivery.ts';
import { editAfterAcceptance } from './stories/edit-after-acceptance.ts';
import { erpDown } from './stories/erp-down.ts';
import { partialShipment } from './stories/partial-shipment.ts';
import { pickShort } from './stories/pick-short.ts';
import { pickShortSplit } from './stories/pick-short-split.ts';
import { pickShortSubstitute } from './stories/pick-short-substitute.ts';
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

/** The same under other rules: played by their names, or with `variants`. */
export const VARIANTS: readonly Scenario[] = [pickShortSplit, pickShortSubstitute];

const GROUPS = new Map([
  ['all', SCENARIOS],
  ['variants', VARIANTS],
]);

/** The scenario of this name; with `all` every one, with `variants` every one of those. Throws with their names where there is none. */
export function scenariosNamed(name: string): readonly Scenario[] {
  const every = [...SCENARIOS, ...VARIANTS];
  const named = GROUPS.get(name) ?? every.filter((scenario) => scenario.name === name);
  if (named.length > 0) return named;
  const names = every.map((scenario) => scenario.name).join(', ');
  throw new Error(`there is no scenario "${name}": it is all, variants, or one of ${names}`);
}
