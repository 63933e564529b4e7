/** How long a request whose caller gave up may still hold the line, before its connection is cut: ms. */
const LINGER_MS = 3000;

/**
 * Requests one after the other, in the order they came. Tryton on SQLite has no row locks, and its stock server answers
 * in parallel: there, parallel requests double numbers and stock.
 * A caller that gives up is let go at once; its request keeps the line until it is answered or cut, because the server
 * still works on it.
 */
export class Line {
  #last: Promise<unknown> = Promise.resolve();

  async run<T>(signal: AbortSignal, work: (cut: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const cut = new AbortController();
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return work(cut.signal);
    });
    let linger: NodeJS.Timeout | undefined;
    this.#last = turn.catch(() => undefined).then(() => clearTimeout(linger));
    let given = () => {};
    const up = new Promise<never>((_, reject) => {
      given = () => {
        linger = setTimeout(() => cut.abort(signal.reason), LINGER_MS);
        reject(signal.reason);
      };
    });
    signal.addEventListener('abort', given, { once: true });
    try {
      return await Promise.race([turn, up]);
    } finally {
      signal.removeEventListener('abort', given);
    }
  }
}

const LINES = new Map<string, Line>();

/** The line to a database: one for all who ask it, such as the ERP and the warehouse in one Tryton. */
export function lineTo(address: string): Line {
  const line = LINES.get(address) ?? new Line();
  LINES.set(address, line);
  return line;
}
