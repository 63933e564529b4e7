import type { ErpOrder } from '@causeway/contracts';
import * as z from 'zod';
import type { Changes } from '../../../changes.ts';
import { toExternalId } from '../mapping/external-document.ts';
import type { Deletions } from '../orders/deletions.ts';
import { type Api, query } from '../talk/api.ts';

const Row = z.object({
  id: z.guid(),
  externalDocumentNumber: z.string(),
  lastModifiedDateTime: z.iso.datetime({ offset: true }),
});

/**
 * `at`: the newest change that was read (epoch ms), null: none yet. `seen`: those read already that are near it.
 * `deleted`: how many deletions of ours were told.
 */
const Cursor = z.object({ at: z.number().nullable(), seen: z.array(z.string()), deleted: z.int() });
type Cursor = z.infer<typeof Cursor>;

const SETS = ['salesOrders', 'salesInvoices', 'salesShipments', 'salesCreditMemos'] as const;
const ROWS_A_PAGE = 5000;
/** A change is stamped when it is written, and shows when it is committed: an operation may take eight minutes. */
const OVERLAP_MS = 10 * 60_000;
/** What is seen a second time, because more changed in the overlap, is only told again. */
const SEEN_MAX = 2000;

/** Our documents that changed. Of deleted orders there is no trace: those that we deleted we know. */
export async function changedSince(
  api: Api,
  deletions: Pick<Deletions<ErpOrder>, 'after' | 'last'>,
  text: string | null,
  signal: AbortSignal,
): Promise<Changes> {
  const cursor = read(text);
  const seen = new Set(cursor.seen);
  const deleted = deletions.last();
  const externalIds = new Set(deletions.after(cursor.deleted));
  const near = new Map<string, number>();
  let newest = cursor.at ?? 0;
  let isNews = deleted !== cursor.deleted;
  for (const set of SETS) {
    for await (const rows of api.pages(Row, `/${set}${asked(cursor.at)}`, ROWS_A_PAGE, signal)) {
      for (const { id, externalDocumentNumber, lastModifiedDateTime } of rows) {
        const at = Date.parse(lastModifiedDateTime);
        const mark = `${id}@${at}`;
        newest = Math.max(newest, at);
        near.set(mark, at);
        if (seen.has(mark)) continue;
        isNews = true;
        const ours = toExternalId(externalDocumentNumber);
        if (ours !== null) externalIds.add(ours);
      }
    }
  }
  if (!isNews && text !== null) return { externalIds: [], cursor: text };
  return { externalIds: [...externalIds], cursor: written(near, newest, deleted) };
}

function asked(at: number | null): string {
  const select = 'id,externalDocumentNumber,lastModifiedDateTime';
  if (at === null) return query({ select });
  return query({ filter: `lastModifiedDateTime ge ${new Date(at - OVERLAP_MS).toISOString()}`, select });
}

/** A cursor that can't be read means reading from the start: notices are harmless. */
function read(text: string | null): Cursor {
  try {
    return Cursor.parse(JSON.parse(text ?? ''));
  } catch {
    return { at: null, seen: [], deleted: 0 };
  }
}

function written(near: ReadonlyMap<string, number>, newest: number, deleted: number): string {
  const kept = [...near]
    .filter(([, at]) => at >= newest - OVERLAP_MS)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const seen = kept.slice(0, SEEN_MAX).map(([mark]) => mark);
  return JSON.stringify({ at: newest === 0 ? null : newest, seen, deleted } satisfies Cursor);
}
