import type { Decider } from '@causeway/contracts';
import { availabilityFlow } from './availability/availability-flow.ts';
import { inventoryFlow } from './inventory/inventory-flow.ts';
import { orderFlow } from './order/order-flow.ts';
import { returnFlow } from './return/return-flow.ts';
import { systemFlow } from './system/system-flow.ts';

/** The flow of every kind of subject, by the part of its key before the slash. */
export const deciders: Readonly<Record<string, Decider<unknown, unknown>>> = {
  // The engine gives a flow back only the states that it made, and the settings that its shop was configured with.
  inventory: inventoryFlow as Decider<unknown, unknown>,
  order: orderFlow as Decider<unknown, unknown>,
  return: returnFlow as Decider<unknown, unknown>,
  stock: availabilityFlow as Decider<unknown, unknown>,
  system: systemFlow as Decider<unknown, unknown>,
};
