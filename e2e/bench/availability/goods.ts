import type { InventoryPosition } from '@causeway/contracts';
import { AvailabilitySettings } from '../../../worker/src/flows/availability/settings.ts';

export const NODES = ['MAIN', 'EAST', 'WEST'] as const;

/** A shop that sells from three places, with every rule that costs something to apply. */
export const SETTINGS = AvailabilitySettings.parse({
  nodes: { MAIN: { role: 'erp', safetyStock: '2' }, EAST: { role: 'erp' }, WEST: { role: 'erp' } },
  safetyStock: '3',
  buffer: '1',
  share: 0.9,
  inTransit: 'sell',
  skus: Object.fromEntries(Array.from({ length: 1000 }, (_, nth) => [skuOf(nth * 100), { buffer: '5' }])),
});

export function skuOf(nth: number): string {
  return `BENCH-${String(nth).padStart(6, '0')}`;
}

/** A SKU's positions; `moved` units more of it lie at its first place. */
export function positionsOf(nth: number, asOf: string, moved = 0): InventoryPosition[] {
  return NODES.map((node, place) => ({
    sku: skuOf(nth),
    node,
    onHand: String(10 + ((nth * 7 + place * 13) % 90) + (place === 0 ? moved : 0)),
    allocated: String((nth + place) % 5),
    inTransit: String(nth % 3),
    damaged: nth % 11 === 0 ? '1' : '0',
    quarantined: '0',
    asOf,
  }));
}
