import { Decimal, type ShopStock, type SubjectException } from '@causeway/contracts';
import * as z from 'zod';
import { raise } from '../../policy/raise.ts';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import { STOCK_VARIANCES } from '../../policy/variances.ts';
import { countedOf } from './needs.ts';
import type { StockState } from './state.ts';

/** Who asks a stock whether the shop has what it was told. */
export const STOCK_RECONCILIATION = 'reconcile/stock';
export const DIFFERENCE = 'stock:variance:stock_differs';

/** `tolerance`: so many units, more or fewer, are no difference. */
const Verify = z.object({ about: z.literal('verify'), run: z.string().max(64), tolerance: Decimal.default('0') });

/** The triple is told again, so that the shop's answer says what it has. False: this is no word of reconciliation. */
export function takeVerify(state: StockState, body: unknown): boolean {
  const told = Verify.safeParse(body);
  if (!told.success) return false;
  state.verifying = told.data.run;
  state.tolerated = told.data.tolerance;
  state.keepBy = 0;
  return true;
}

/**
 * Compares the shop's stock with the triple that it holds, less what its orders took meanwhile. `again`: the same was found
 * by the look before; one alone may be an order that is on its way.
 */
export function noteVerified(state: StockState, { stock, base, counted }: ShopStock): void {
  if (state.verifying === null) return;
  const onTheWay = countedOf(state.memory) - scaled(counted);
  const more = scaled(stock) - (scaled(base) - onTheWay);
  const units = fromScaled(more);
  const isNone = (more < 0n ? -more : more) <= scaled(state.tolerated);
  state.difference = isNone ? null : { units, again: state.difference?.units === units };
  Object.assign(state, { verified: state.verifying, verifying: null });
}

/** `4 more`, `1 fewer` */
export const moreOrFewer = (units: string): string =>
  units.startsWith('-') ? `${units.slice(1)} fewer` : `${units} more`;

/** The difference counts from its second look on, unless a person has accepted it. */
export function difference({ sku, difference: found, accepted }: StockState): SubjectException[] {
  if (found === null || !found.again || found.units === accepted) return [];
  const { category, owner, title } = STOCK_VARIANCES.stock_differs;
  return [
    raise(category, {
      about: ['variance', 'stock_differs'],
      owner,
      title,
      nextStep:
        'Somebody changed the stock by hand, or by an import; or WooCommerce kept units of an order that was deleted, or refunded whole without putting them back. Approve: the shop is corrected by this difference, beside whatever is sold meanwhile. Ignore with a reason: it stays.',
      detail: `${sku}: the shop has ${moreOrFewer(found.units)} than it was told`,
    }),
  ];
}

/** A person approved: the next triple takes the difference back. */
export function correct(state: StockState, units: string): void {
  const exact = scaled(units);
  state.correction = fromScaled(-exact);
  Object.assign(state, { difference: null, first: null, accepted: null, keepBy: 0, notBefore: 0 });
}
