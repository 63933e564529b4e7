import { namedBy } from '../world/names.ts';
import type { Documents, Kept } from '../world/outside/documents.ts';
import type { SubjectRow } from '../world/shop/database.ts';
import type { Promise_, Stores } from './stores.ts';

interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

type Papers = Pick<Documents<Document>, 'enforcesUniqueIds' | 'of' | 'live' | 'externalIds'>;

/**
 * One order of the shop, one live order in the ERP, one live release; of a return, one of each paper. A system that commits later than it may, and
 * enforces no unique id, can make a second: that one must be found and cancelled, or shown to a person.
 */
export function nothingTwice(stores: Stores): Promise_ {
  const { shops, settleMs, clockSetAt } = stores;
  const kinds: readonly (readonly [what: string, documents: Papers, cause?: string])[] = [
    ['ERP orders', stores.orders, 'duplicate:erp'],
    ['warehouse releases', stores.releases, 'duplicate:wms'],
    ['ERP returns', stores.returns],
    ['credit memos', stores.memos],
    ['receipts', stores.receipts],
  ];
  const double = (what: string, documents: Papers, externalId: string): string | null => {
    const live = documents.live(externalId);
    if (live.length <= 1) return null;
    const isUnsure = documents.of(externalId).some((kept) => isLate(kept, settleMs) || isCutShort(kept, clockSetAt));
    if (!documents.enforcesUniqueIds && isUnsure) return null;
    return `${externalId} has ${live.length} live ${what}: ${live.map(({ doc }) => doc.id).join(' and ')}`;
  };
  /** What an order's exceptions said last, before a person took it over: who was told of a double then is not told again. */
  const said = new WeakMap<SubjectRow, readonly string[]>();
  return {
    name: 'nothing is done twice',
    subject(shop, key) {
      const row = shop.db.subjects.get(key);
      if (row?.mirror && row.mirror.state !== 'closed_by_person')
        said.set(
          row,
          row.mirror.exceptions.map(({ cause }) => cause),
        );
      return null;
    },
    document(externalId) {
      for (const [what, documents] of kinds) {
        const wrong = double(what, documents, externalId);
        if (wrong !== null) return wrong;
      }
      return null;
    },
    calm() {
      for (const externalId of new Set(kinds.flatMap(([, documents]) => [...documents.externalIds()]))) {
        const { shop, subject } = namedBy(externalId);
        const row = shops.get(shop)?.db.subjects.get(subject);
        const shown = row?.mirror?.exceptions ?? [];
        for (const [what, documents, cause] of kinds) {
          const { length } = documents.live(externalId);
          const isTold = shown.length > 0 || (row && cause !== undefined && said.get(row)?.includes(cause));
          if (length > 1 && !isTold) return `${externalId} still has ${length} live ${what}, and nobody is told`;
        }
      }
      return null;
    },
  };
}

/** A worker waits by its own clock until a call that broke off has settled: one that was set meanwhile may have ended that too soon. */
function isCutShort({ sent, committedAt }: Kept<Document>, clockSetAt: readonly number[]): boolean {
  const { cutAt } = sent;
  return cutAt !== null && clockSetAt.some((at) => at >= cutAt && at <= committedAt);
}

/** It was committed later after its call had ended than the worker was told to allow for. */
export function isLate({ sent, committedAt }: Pick<Kept<Document>, 'sent' | 'committedAt'>, settleMs: number): boolean {
  return sent.cutAt !== null && committedAt > sent.cutAt + settleMs;
}
