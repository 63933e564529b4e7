import * as z from 'zod';
import { scaled } from '../../../policy/rounding/money.ts';
import type { Shipment } from '../../tryton/shipments.ts';
import { negative, quantity, sum } from '../../tryton/values.ts';
import type { LinesOf } from './parcels.ts';

/** `[our line, Tryton's product, quantity]` of every line in a shipment. */
export const Lines = z.array(z.tuple([z.string(), z.int(), z.string()]));
export type Lines = z.infer<typeof Lines>;

/** What a shipment of ours says of itself in a note: its lines, and of which shipment it is the rest (its number). */
export interface Told {
  readonly lines: Lines;
  readonly restOf: string | null;
}

const NOTE = /^(?:Rest of shipment (.+): )?Order lines of the shop: (\[.*\])$/;

export function noteOf({ lines, restOf }: Told): string {
  return `${restOf === null ? '' : `Rest of shipment ${restOf}: `}Order lines of the shop: ${JSON.stringify(lines)}`;
}

/** Null: none of the notes is ours. */
export function toldIn(notes: readonly string[]): Told | null {
  for (const note of notes) {
    const [, restOf = null, lines = ''] = NOTE.exec(note) ?? [];
    if (lines !== '') return { lines: Lines.parse(JSON.parse(lines)), restOf };
  }
  return null;
}

/** What left of a product goes to its lines in their order, each up to what was asked; `left` is what did not leave. */
export function shared(lines: Lines): { readonly linesOf: LinesOf; readonly left: () => Lines } {
  let open = lines;
  const linesOf: LinesOf = (move) => {
    let rest = quantity(move.quantity);
    const taken: { lineId: string; quantity: string }[] = [];
    open = open.map(([lineId, product, asked]) => {
      const part = product !== move.product ? '0' : scaled(asked) < scaled(rest) ? asked : rest;
      if (scaled(part) <= 0n) return [lineId, product, asked];
      rest = sum(rest, negative(part));
      taken.push({ lineId, quantity: part });
      return [lineId, product, sum(asked, negative(part))];
    });
    return taken;
  };
  return { linesOf, left: () => open.filter(([, , asked]) => scaled(asked) > 0n) };
}

/** What of a shipment's lines did not leave with it. */
export function leftOf(shipment: Shipment, lines: Lines): Lines {
  const { linesOf, left } = shared(lines);
  for (const move of shipment['outgoing_moves.']) if (move.state === 'done') linesOf(move);
  return left();
}
