import { ExternalId } from '@causeway/contracts';
import * as z from 'zod';
import { namedBy } from '../../policy/return-subject.ts';
import type { Changes } from '../changes.ts';
import type { Domain, Errand } from './errand.ts';
import { RETURN_SHIPMENT } from './return-shipments.ts';
import { SHIPMENT } from './shipments.ts';
import { follow, readCursor, type Stamp, type Stamped, StreamPosition } from './stream.ts';

const Shipment = z.object({ id: z.int(), reference: z.string().nullable() });
const Referring = Shipment.extend({ reference: z.string() });
const Sale = Shipment.extend({ state: z.string(), origin: z.string().nullable() });
const Receipt = Shipment.extend({ state: z.string(), number: z.string() });
const Cursor = z.record(z.string(), StreamPosition);

const SALE = 'sale.sale';
/** Other people's references are none of ours. */
const isOurs = (name: string): boolean => ExternalId.safeParse(name).success || namedBy(name, 'erp') !== null;

/** Documents of a kind: what changed of them, and under what names it is told. */
interface Source {
  readonly model: string;
  changed(
    errand: Errand,
    asked: { readonly stamp: Stamp; readonly pageSize: number },
    position: StreamPosition,
  ): Promise<{ names: readonly string[]; position: StreamPosition; more: boolean }>;
}

function source<Row extends Stamped>(
  model: string,
  row: z.ZodObject & z.ZodType<Row>,
  domain: Domain,
  names: (errand: Errand, rows: readonly Row[]) => Promise<readonly string[]>,
): Source {
  return {
    model,
    changed: async (errand, asked, from) => {
      const { rows, position, more } = await follow(errand, { model, row, domain, ...asked }, from);
      return { names: await names(errand, rows), position, more };
    },
  };
}

const REFERRING = ['reference', '!=', null];
const referencesIn = (rows: readonly { readonly reference: string | null }[]): string[] =>
  rows.map(({ reference }) => reference ?? '');

const SALES = source(SALE, Sale, [REFERRING], async (_, rows) =>
  rows.map(({ id, reference, state, origin }) =>
    // Tryton's own "Return" leaves the order's reference there; it counts once people confirmed it.
    origin === null || isOfReturn(reference) ? (reference ?? '') : isConfirmed(state) ? `${reference}/${id}` : '',
  ),
);

const CREDIT_NOTES = source('account.invoice', Shipment, [['type', '=', 'out'], REFERRING], async (_, rows) =>
  referencesIn(rows),
);

const SHIPMENTS = source(SHIPMENT, Shipment, [], async (_, rows) => referencesIn(rows));

const SHIPMENTS_OF_SALES = source(SHIPMENT, Shipment, [], async (errand, rows) => {
  if (rows.length === 0) return [];
  const domain = [['shipments', 'in', rows.map(({ id }) => id)], REFERRING];
  return [...referencesIn(rows), ...referencesIn(await errand.read(SALE, Referring, domain))];
});

const RECEIPTS = source(RETURN_SHIPMENT, Receipt, [REFERRING], async (_, rows) =>
  rows.map(({ reference, state, number }) =>
    // Under the order's reference people note what nobody announced; it counts once it is here.
    isOfReturn(reference) ? (reference ?? '') : isHere(state) ? `${reference}/${number}` : '',
  ),
);

/** Where sales are here too, a return that people begin is a sale's: the ERP tells it. */
const ANNOUNCED_RECEIPTS = source(RETURN_SHIPMENT, Receipt, [REFERRING], async (_, rows) =>
  referencesIn(rows.filter(({ reference }) => isOfReturn(reference))),
);

const isOfReturn = (reference: string | null): boolean =>
  namedBy(reference ?? '', 'erp')?.subject.startsWith('return/') === true;
const isConfirmed = (state: string): boolean => state === 'processing' || state === 'done';
const isHere = (state: string): boolean => state === 'received' || state === 'done';

/** What the ERP follows: its sales and their shipments, returns, credit notes. */
export const OF_ERP = [SALES, CREDIT_NOTES, SHIPMENTS_OF_SALES] as const;
/** What the warehouse follows. A shipment counts for its own reference; of sales that are here, also for that of its sale. */
export const OF_WAREHOUSE = {
  here: [SHIPMENTS_OF_SALES, ANNOUNCED_RECEIPTS],
  elsewhere: [SHIPMENTS, RECEIPTS],
} as const;

/** External ids of what came or changed since `cursor`. Deleted records leave no trace in Tryton. */
export async function changedSince(
  errand: Errand,
  sources: readonly Source[],
  pageSize: number,
  cursor: string | null,
): Promise<Changes> {
  let positions = cursor === null ? {} : readCursor(errand, Cursor, cursor);
  for (;;) {
    const names = new Set<string>();
    let more = false;
    for (const one of sources) {
      for (const stamp of ['create_date', 'write_date'] as const) {
        const stream = `${one.model} ${stamp}`;
        const found = await one.changed(errand, { stamp, pageSize }, positions[stream] ?? null);
        for (const name of found.names) if (isOurs(name)) names.add(name);
        positions = { ...positions, [stream]: found.position };
        more ||= found.more;
      }
    }
    // A page of other people's documents is not the end.
    if (names.size > 0 || !more) return { externalIds: [...names], cursor: JSON.stringify(positions) };
  }
}
