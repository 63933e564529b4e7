import { type PastAnswer, type PastOrder, type PastQuestion, Snapshot } from '@causeway/contracts';
import { ShopUnanswered } from './asking.ts';

/** What was begun later (ms) may still be on its way through the shop: a walk ends before it. */
export const SETTLED_MS = 120_000;

/** Which past orders to walk over. */
export interface PastWindow {
  /** Epoch ms of an order's creation: `from` included, `before` excluded. */
  readonly from: number;
  readonly before: number;
  /** Go on behind this order (`placeOf`); left out: from the first. */
  readonly after?: string;
  /** These subjects alone, at most `PAST_ORDERS_MAX`. */
  readonly only?: readonly string[];
  /** Those alone that the panel shows in this state. */
  readonly state?: string;
}

/** Where a walk stands once the order was dealt with. */
export const placeOf = ({ created_at, subject }: PastOrder): string =>
  `${created_at}.${subject.slice('order/'.length)}`;

/** What the shop has of an order, or in plain words why that is no use. */
export function snapshotOf({ snapshot, snapshot_bytes }: PastOrder): Exclude<Snapshot, { deleted: true }> | string {
  if (snapshot === null) {
    return snapshot_bytes > 0
      ? `too large to cross (${snapshot_bytes} bytes)`
      : "the shop can't read it; its log says why";
  }
  const parsed = Snapshot.safeParse(snapshot);
  if (!parsed.success) return `can't be read: ${parsed.error.issues[0]?.path.join('.')}`;
  return parsed.data.deleted ? 'deleted in the shop' : parsed.data;
}

/** Small enough that an exchange which brings a page is hardly longer than one without. */
const PAGE = 50;
const PAGE_MS_MAX = 60_000;

interface Asker {
  readonly question: PastQuestion;
  readonly resolve: (page: PastAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Walks over a shop's past orders, a page an exchange; walks that go on at once take turns. */
export class PastWalks {
  #askers: readonly Asker[] = [];

  /** `ring`: exchange now. Ends with `ShopUnanswered`, or with the signal's reason. */
  async *walk(window: PastWindow, ring: () => void, signal: AbortSignal): AsyncGenerator<PastOrder, void> {
    const { after: place = '', only, ...rest } = window;
    for (let after: string | null = place; after !== null; ) {
      const question: PastQuestion = {
        ...rest,
        after,
        limit: PAGE,
        ...(only === undefined ? {} : { only: [...only] }),
      };
      const page = this.#page(question, signal);
      ring();
      const { orders, next }: PastAnswer = await page;
      yield* orders;
      after = next;
    }
  }

  /** What to ask with the next exchange. */
  next(): PastQuestion | undefined {
    return this.#askers[0]?.question;
  }

  get waits(): boolean {
    return this.#askers.length > 0;
  }

  /** Takes in what an exchange said to `next`; undefined: the shop doesn't know the question. */
  answered(question: PastQuestion, page: PastAnswer | undefined): void {
    const asker = this.#askers.find((one) => one.question === question);
    if (page !== undefined) asker?.resolve(page);
    else asker?.reject(new ShopUnanswered("the shop's plugin is too old to tell of past orders: update it"));
  }

  /** Nobody can be asked now. */
  fail(error: ShopUnanswered): void {
    for (const asker of this.#askers) asker.reject(error);
  }

  #page(question: PastQuestion, signal: AbortSignal): Promise<PastAnswer> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(late);
        signal.removeEventListener('abort', aborted);
        this.#askers = this.#askers.filter((other) => other !== asker);
      };
      const asker: Asker = {
        question,
        resolve: (page) => {
          end();
          resolve(page);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      const aborted = () => asker.reject(signal.reason);
      const slow = new ShopUnanswered(`the shop did not come to it within ${PAGE_MS_MAX / 1000} seconds`);
      const late = setTimeout(() => asker.reject(slow), PAGE_MS_MAX);
      signal.addEventListener('abort', aborted, { once: true });
      this.#askers = [...this.#askers, asker];
    });
  }
}
