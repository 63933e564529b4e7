import { control } from '../demo/back-office-control.ts';
import type { OrderEnds } from './ends.ts';
import { is } from './scenario.ts';
import type { Stage } from './stage.ts';
import type { Configure } from './worker.ts';

/** Of five lamps these are found, and these are not. */
export const FOUND = { lamp: 3 };
export const MISSING = { lamp: 2 };

/** What becomes of units that the warehouse doesn't find; `substitutes`: what may stand for a good, best first. */
export const byRule =
  (shortPick: string, substitutes: Readonly<Record<string, string[]>> = {}): Configure =>
  ({ shops }, sku) => {
    const rows = Object.entries(substitutes).map(([good, others]) => [sku(good), others.map(sku)]);
    for (const shop of shops)
      Object.assign(shop.orders as object, { shortPick, substitutes: Object.fromEntries(rows) });
  };

/** Five lamps are ordered; the warehouse finds three, and says that the others don't come with this release. */
export async function buyFiveAndFindThree(stage: Stage): Promise<void> {
  await control(stage.demo.backOffice, 'wms', 'POST', 'picks', { sku: stage.sku('lamp'), pick: 3, short: true });
  await stage.buy({ lamp: 5 });
}

export const inFulfilments = (order: OrderEnds | undefined) => order?.shop.fulfilments.map(({ units }) => units);

/** What the first release found, and that the rest left with another of the same order. */
export function leftWithTwo(order: OrderEnds | undefined, rest: Readonly<Record<string, number>>) {
  const [first, second] = order?.releases ?? [];
  return [
    is(
      'releases',
      order?.releases.map(({ released, shipped }) => [released, shipped]),
      [
        [{ lamp: 5 }, FOUND],
        [rest, rest],
      ],
    ),
    is('units short', first?.short, MISSING),
    is('name of the second', second?.externalId, `${first?.externalId}-2`),
  ];
}
