import { namedBy } from '../world/names.ts';
import type { Documents, Kept } from '../world/outside/documents.ts';
import type { Promise_, Stores } from './stores.ts';

interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

/**
 * One order of the shop, one live order in the ERP, one live release. A system that commits later than it may, and
 * enforces no unique id, can make a second: that one must be found and cancelled, or shown to a person.
 */
export function nothingTwice(stores: Stores): Promise_ {
  const { orders, releases, shops, settleMs } = stores;
  const double = <Doc extends Document>(what: string, documents: Documents<Doc>, externalId: string): string | null => {
    const live = documents.live(externalId);
    if (live.length <= 1) return null;
    if (!documents.enforcesUniqueIds && documents.of(externalId).some((kept) => isLate(kept, settleMs))) return null;
    return `${externalId} has ${live.length} live ${what}: ${live.map(({ doc }) => doc.id).join(' and ')}`;
  };
  return {
    name: 'nothing is done twice',
    document: (externalId) =>
      double('ERP orders', orders, externalId) ?? double('warehouse releases', releases, externalId),
    calm() {
      for (const externalId of new Set([...orders.externalIds(), ...releases.externalIds()])) {
        const { shop, subject } = namedBy(externalId);
        const shown = shops.get(shop)?.db.subjects.get(subject)?.mirror?.exceptions ?? [];
        for (const [what, live] of [
          ['ERP orders', orders.live(externalId)],
          ['releases', releases.live(externalId)],
        ] as const) {
          if (live.length > 1 && shown.length === 0)
            return `${externalId} still has ${live.length} live ${what}, and nobody is told`;
        }
      }
      return null;
    },
  };
}

/** It was committed later after its call had ended than the worker was told to allow for. */
export function isLate({ sent, committedAt }: Kept<Document>, settleMs: number): boolean {
  return sent.cutAt !== null && committedAt > sent.cutAt + settleMs;
}
