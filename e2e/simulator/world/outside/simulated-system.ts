import type { InventoryPage } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import { namedBy } from '../names.ts';
import { type Document, Documents } from './documents.ts';
import type { Caller, Sent, SystemLine } from './line.ts';

/** A worker's process and its line to the system. */
export interface Dialogue {
  readonly line: SystemLine;
  readonly caller: Caller;
}

export interface SystemPorts {
  readonly enforcesUniqueIds: boolean;
  readonly now: () => number;
  readonly changed: (externalId: string) => void;
  /** Told when a document was committed, before anybody hears of it. */
  readonly committed: (externalId: string) => void;
  /** What it says of its stock after a cursor. */
  readonly stock: (cursor: string | null) => InventoryPage;
}

interface Wanted<Doc> {
  readonly externalId: string;
  /** As it came. */
  readonly asked: unknown;
  readonly make: (nr: number) => Doc;
}

const ALL_STOCK = { shop: '', subject: '', externalId: '' };

/** What every outside system does: it keeps documents under external ids, finds them and lets them go, over a line. */
export abstract class SimulatedSystem<Ports extends SystemPorts = SystemPorts> {
  protected readonly ports: Ports;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  protected documents<Doc extends Document>(): Documents<Doc> {
    return new Documents(this.ports.enforcesUniqueIds, ({ externalId }) => this.ports.changed(externalId));
  }

  /** The document that is made of the `nr`th request, where unique ids allow it. */
  protected create<Doc extends Document>(
    documents: Documents<Doc>,
    { line, caller }: Dialogue,
    operation: string,
    { externalId, asked, make }: Wanted<Doc>,
    signal: AbortSignal,
  ): Promise<Doc> {
    const perform = (sent: Sent) => {
      if (documents.enforcesUniqueIds && documents.live(externalId).length > 0) {
        throw new SystemFailure('duplicate', 'before_send', `${externalId} exists already.`);
      }
      const doc = make(documents.count + 1);
      documents.add({ doc, sent, committedAt: this.ports.now(), asked });
      this.ports.committed(externalId);
      return doc;
    };
    return line.call(caller, { operation, about: namedBy(externalId), acts: true, perform }, signal);
  }

  protected find<Doc extends Document>(
    documents: Documents<Doc>,
    { line, caller }: Dialogue,
    operation: string,
    externalId: string,
    signal: AbortSignal,
  ): Promise<Doc[]> {
    const perform = () => documents.of(externalId).map(({ doc }) => doc);
    return line.call(caller, { operation, about: namedBy(externalId), acts: false, perform }, signal);
  }

  protected findOfOrder<Doc extends Document & { readonly orderExternalId: string }>(
    documents: Documents<Doc>,
    { line, caller }: Dialogue,
    orderExternalId: string,
    signal: AbortSignal,
  ): Promise<Doc[]> {
    const perform = () =>
      [...documents.all()].flatMap(({ doc }) => (doc.orderExternalId === orderExternalId ? doc : []));
    const about = namedBy(orderExternalId);
    return line.call(caller, { operation: 'find_returns_of_order', about, acts: false, perform }, signal);
  }

  /** A change of one document: `perform` does it, or throws `SystemFailure`. */
  protected alter<Doc extends Document>(
    documents: Documents<Doc>,
    { line, caller }: Dialogue,
    operation: string,
    { id, perform }: { readonly id: string; readonly perform: (sent: Sent) => Doc },
    signal: AbortSignal,
  ): Promise<Doc> {
    const about = namedBy(documents.get(id)?.doc.externalId ?? '');
    return line.call(caller, { operation, about, acts: true, perform }, signal);
  }

  protected tellStock({ line, caller }: Dialogue, cursor: string | null, signal: AbortSignal): Promise<InventoryPage> {
    const perform = () => this.ports.stock(cursor);
    return line.call(caller, { operation: 'inventory', about: ALL_STOCK, acts: false, perform }, signal);
  }
}

/** Cancels a document that is in one of these states; where it is cancelled already, that is that. Throws `conflict`. */
export function cancelled<Doc extends Document & { status: string }>(
  documents: Documents<Doc>,
  id: string,
  from: readonly Doc['status'][],
): Doc {
  const kept = documents.get(id);
  if (kept === undefined) throw new SystemFailure('missing_reference', 'before_send', `There is no ${id}.`);
  const { status } = kept.doc;
  if (status === 'cancelled') return kept.doc;
  if (!from.includes(status)) throw new SystemFailure('conflict', 'before_send', `${id} is ${status} already.`);
  documents.change(kept, { status: 'cancelled' } as Partial<Doc>);
  return kept.doc;
}

/** Where no flow asks. */
export const unasked = (why: string) => () => Promise.reject(new Error(why));
