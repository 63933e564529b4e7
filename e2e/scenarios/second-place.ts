import { control } from '../demo/back-office-control.ts';
import type { Stage } from './stage.ts';

/** Opens the warehouse's second place, with these units of the scenario's goods, until the scenario is over. */
export async function openEast(stage: Stage, units: Readonly<Record<string, number>>): Promise<void> {
  const { backOffice } = stage.demo;
  stage.afterwards(() => control(backOffice, 'wms', 'DELETE', 'nodes/EAST'));
  await control(backOffice, 'wms', 'PUT', 'nodes/EAST', { online: true });
  for (const [good, on_hand] of Object.entries(units))
    await control(backOffice, 'wms', 'PUT', `items/${stage.sku(good)}`, { on_hand, node: 'EAST' });
}
