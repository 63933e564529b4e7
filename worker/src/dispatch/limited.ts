/** The call's own time limit ran out. */
export class CallTimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} s`);
    this.name = 'CallTimedOut';
  }
}

/** Runs `work` after so many ms; returns what takes it back. A simulator brings its own. */
export type After = (ms: number, work: () => void) => () => void;

export const afterRealMs: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/**
 * Runs `work` until it ends, its time is over (`CallTimedOut`) or `signal` aborts; the later two also cut its connection. Not with
 * `AbortSignal.any`: Node keeps such a signal for ever once somebody listened to it and it never aborted.
 */
export async function limited<T>(
  work: (cut: AbortSignal) => Promise<T>,
  timeoutMs: number,
  signal: AbortSignal,
  after: After = afterRealMs,
): Promise<T> {
  const cut = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (why: unknown) => {
    reject(why);
    cut.abort(why);
  };
  const stopped = () => end(signal.reason);
  const untime = after(timeoutMs, () => end(new CallTimedOut(timeoutMs)));
  signal.addEventListener('abort', stopped, { once: true });
  if (signal.aborted) stopped();
  try {
    return await Promise.race([work(cut.signal), ended]);
  } finally {
    untime();
    signal.removeEventListener('abort', stopped);
  }
}
