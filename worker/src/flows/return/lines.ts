import type { Disposition } from '@causeway/contracts';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import type { ReturnSettings } from './settings.ts';
import type { ReturnState } from './state.ts';

/** Goods that are to come back, in the words of ERP and warehouse. */
export interface ReturnLine {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: string;
}

const sumOf = (quantities: readonly string[]): bigint => quantities.reduce((sum, each) => sum + scaled(each), 0n);

/** What was asked for; of a return that a system began what that system says. */
export function linesOf(state: ReturnState, { mapping }: Pick<ReturnSettings, 'mapping'>): ReturnLine[] {
  if (state.origin === 'erp') return [...(state.rma.doc?.lines ?? [])];
  if (state.origin === 'wms') {
    return (state.receipt.doc?.lines ?? [])
      .filter(({ received }) => scaled(received) > 0n)
      .map(({ lineId, sku, received }) => ({ lineId, sku, quantity: received }));
  }
  return (state.asked?.lines ?? []).map(({ lineId, quantity }) => {
    const sku = state.goods?.items.find(({ id }) => String(id) === lineId)?.sku ?? '';
    return { lineId, quantity, sku: Object.hasOwn(mapping.skus, sku) ? (mapping.skus[sku] ?? sku) : sku };
  });
}

/** Units that came, of a line and SKU or in all. */
export function receivedOf({ receipt }: ReturnState, line?: ReturnLine): bigint {
  const came = receipt.doc?.lines ?? [];
  return sumOf(came.filter((one) => line === undefined || isOf(one, line)).map(({ received }) => received));
}

/** Units of a line that came with one of these dispositions, never more than were to come. */
export function unitsOf({ receipt }: ReturnState, line: ReturnLine, counted: readonly Disposition[]): string {
  const came = (receipt.doc?.lines ?? []).filter((one) => isOf(one, line));
  const seen = came
    .flatMap(({ dispositions }) => dispositions)
    .filter(({ disposition }) => counted.includes(disposition));
  const units = sumOf(seen.map(({ quantity }) => quantity));
  const most = scaled(line.quantity);
  return fromScaled(units > most ? most : units);
}

/** What was announced and came in another number, and what came that nobody announced; in words without names. */
export function surprises(state: ReturnState, lines: readonly ReturnLine[]): { more: string[]; other: string[] } {
  const more = lines.flatMap((line) => {
    const came = receivedOf(state, line);
    return came > scaled(line.quantity) ? [`${line.sku}: ${fromScaled(came)} came, ${line.quantity} announced`] : [];
  });
  const other = (state.receipt.doc?.lines ?? [])
    .filter((came) => scaled(came.received) > 0n && !lines.some((line) => isOf(came, line)))
    .map(({ sku, received }) => `${received} of ${sku}`);
  return { more, other };
}

/** How the units were judged: "1 restock, 1 damaged". */
export function dispositionsIn({ receipt }: ReturnState): string {
  const sums = new Map<Disposition, bigint>();
  for (const { disposition, quantity } of (receipt.doc?.lines ?? []).flatMap(({ dispositions }) => dispositions))
    sums.set(disposition, (sums.get(disposition) ?? 0n) + scaled(quantity));
  return [...sums].map(([disposition, units]) => `${fromScaled(units)} ${disposition}`).join(', ');
}

const isOf = (came: { readonly lineId: string; readonly sku: string }, line: ReturnLine): boolean =>
  came.lineId === line.lineId && came.sku === line.sku;
