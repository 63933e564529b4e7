import * as z from 'zod';
import { stockSubject } from '../../../policy/stock-subject.ts';
import type { OrderState } from '../state.ts';
import { refundSubject } from './refunds.ts';
import { type Neighbours, newNeighbours } from './state.ts';

/** Refunds that a checkpoint names; the newest of them where they are more. */
const TOLD_OF_MAX = 50;
const SKU_CHARACTERS_MAX = 2000;

const Units = z.record(z.string(), z.string());
/** An engine before this one also wrote whether goods had left. */
const BEFORE = z.tuple([z.int(), z.boolean(), Units]).transform(([id, , units]): [number, typeof units] => [id, units]);

/** What a checkpoint keeps of the order's neighbours; null: there are none, or a version before this one wrote it. */
export const NeighboursKept = z
  .object({
    skus: z.record(z.string(), z.string()),
    refunds: z.array(z.union([z.tuple([z.int(), Units]), BEFORE])),
    returns: z.array(z.string()),
    own: z.array(z.int()),
  })
  .nullable()
  .default(null);
type Kept = z.infer<typeof NeighboursKept>;

/** Whom the order told something, and who asks after it. SKUs that are still in the order its snapshot names as well. */
export function keptOf(state: OrderState): Kept {
  const { skus, kept, refunds, returns, own, said } = state.neighbours;
  const told = Object.entries(refunds).filter(([id]) => said[refundSubject(id)] !== undefined);
  const names = newest(Object.keys(skus), SKU_CHARACTERS_MAX);
  if (names.length + told.length + returns.length + own.length === 0) return null;
  return {
    // Of what was told as final only what the shop's memory of the stock is sure to have.
    skus: Object.fromEntries(names.map((sku) => [sku, kept[sku]?.units ?? '0'])),
    refunds: told.slice(-TOLD_OF_MAX).map(([id, refund]) => [Number(id), { ...refund.kept }]),
    returns: [...returns],
    own: [...own],
  };
}

/** The last of the names, as many as fit. */
export function newest(names: readonly string[], charactersMax: number): string[] {
  let room = charactersMax;
  const kept = names.toReversed().filter((name) => {
    room -= name.length;
    return room >= 0;
  });
  return kept.toReversed();
}

/** Whoever stands in a checkpoint may have been told, and is told again. */
export function resumeNeighbours(known: Kept): Neighbours {
  const neighbours = newNeighbours();
  if (known === null) return neighbours;
  const { skus, refunds, returns, own } = known;
  Object.assign(neighbours, { skus, returns, own, resumed: true });
  for (const [sku, units] of Object.entries(skus)) neighbours.kept[sku] = { word: '', units };
  for (const [id, kept] of refunds) neighbours.refunds[id] = { kept };
  const subjects = [...Object.keys(skus).map(stockSubject), ...refunds.map(([id]) => refundSubject(id))];
  for (const subject of subjects) neighbours.said[subject] = '';
  return neighbours;
}
