import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import { namedBy } from '../names.ts';
import { type Document, Documents } from './documents.ts';
import type { Caller, Sent, SystemLine } from './line.ts';

/** A worker's process and its line to the system. */
export interface Dialogue {
  readonly line: SystemLine;
  readonly caller: Caller;
}

/** What every outside system does: it keeps documents under external ids, finds them and lets them go, over a line. */
export abstract class SimulatedSystem<Doc extends Document> {
  protected readonly documents: Documents<Doc>;
  readonly #now: () => number;
  /** Told when a document was committed, before anybody hears of it. */
  readonly #committed: (externalId: string) => void;

  constructor(
    enforcesUniqueIds: boolean,
    now: () => number,
    changed: (externalId: string) => void,
    committed: (externalId: string) => void,
  ) {
    this.documents = new Documents(enforcesUniqueIds, ({ externalId }) => changed(externalId));
    this.#now = now;
    this.#committed = committed;
  }

  /** The document that is made of the `nr`th request, where unique ids allow it. */
  protected create(
    { line, caller }: Dialogue,
    operation: string,
    { externalId, asked, make }: { externalId: string; asked: unknown; make: (nr: number) => Doc },
    signal: AbortSignal,
  ): Promise<Doc> {
    const perform = (sent: Sent) => {
      if (this.documents.enforcesUniqueIds && this.documents.live(externalId).length > 0) {
        throw new SystemFailure('duplicate', 'before_send', `${externalId} exists already.`);
      }
      const doc = make(this.documents.count + 1);
      this.documents.add({ doc, sent, committedAt: this.#now(), asked });
      this.#committed(externalId);
      return doc;
    };
    return line.call(caller, { operation, about: namedBy(externalId), acts: true, perform }, signal);
  }

  protected find({ line, caller }: Dialogue, operation: string, externalId: string, signal: AbortSignal) {
    const perform = () => this.documents.of(externalId).map(({ doc }) => doc);
    return line.call(caller, { operation, about: namedBy(externalId), acts: false, perform }, signal);
  }

  protected cancel(
    { line, caller }: Dialogue,
    operation: string,
    id: string,
    perform: () => Doc,
    signal: AbortSignal,
  ): Promise<Doc> {
    const about = namedBy(this.documents.get(id)?.doc.externalId ?? '');
    return line.call(caller, { operation, about, acts: true, perform }, signal);
  }
}

/** Where no flow asks. */
export const unasked = (why: string) => () => Promise.reject(new Error(why));
