import type { Sent } from './line.ts';

/** A document of an outside system as its database has it, and how it came there. */
export interface Kept<Doc> {
  doc: Doc;
  /** Epoch ms of the request and of the commit. */
  readonly sent: Sent;
  readonly committedAt: number;
  /** What was asked, as it came; what was amended since is in it. */
  asked: unknown;
}

export interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

/** The documents of one system. `touched`: external ids that changed since the promises were last checked. */
export class Documents<Doc extends Document> {
  readonly enforcesUniqueIds: boolean;
  readonly touched = new Set<string>();
  readonly #byExternalId = new Map<string, Kept<Doc>[]>();
  readonly #byId = new Map<string, Kept<Doc>>();
  readonly #changed: (doc: Doc) => void;

  constructor(enforcesUniqueIds: boolean, changed: (doc: Doc) => void) {
    this.enforcesUniqueIds = enforcesUniqueIds;
    this.#changed = changed;
  }

  get count(): number {
    return this.#byId.size;
  }

  of(externalId: string): readonly Kept<Doc>[] {
    return this.#byExternalId.get(externalId) ?? [];
  }

  live(externalId: string): Kept<Doc>[] {
    return this.of(externalId).filter(({ doc }) => doc.status !== 'cancelled');
  }

  all(): IterableIterator<Kept<Doc>> {
    return this.#byId.values();
  }

  externalIds(): IterableIterator<string> {
    return this.#byExternalId.keys();
  }

  get(id: string): Kept<Doc> | undefined {
    return this.#byId.get(id);
  }

  add(kept: Kept<Doc>): void {
    const { id, externalId } = kept.doc;
    this.#byId.set(id, kept);
    this.#byExternalId.set(externalId, [...this.of(externalId), kept]);
    this.#tell(kept.doc);
  }

  change(kept: Kept<Doc>, changes: Partial<Doc>, asked = kept.asked): void {
    kept.doc = { ...kept.doc, ...changes };
    kept.asked = asked;
    this.#tell(kept.doc);
  }

  #tell(doc: Doc): void {
    this.touched.add(doc.externalId);
    this.#changed(doc);
  }
}
