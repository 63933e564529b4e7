/** The call's own time limit ran out. */
export class CallTimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} s`);
    this.name = 'CallTimedOut';
  }
}

/**
 * Runs `work` until it ends, its time is over (`CallTimedOut`) or `signal` aborts; the later two also cut its connection. Not with
 * `AbortSignal.any`: Node keeps such a signal for ever once somebody listened to it and it never aborted.
 */
export async function limited<T>(
  work: (cut: AbortSignal) => Promise<T>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T> {
  const cut = new AbortController();
  const stopped = () => cut.abort(signal.reason);
  const ended = new Promise<never>((_, reject) => {
    cut.signal.addEventListener('abort', () => reject(cut.signal.reason), { once: true });
  });
  const timer = setTimeout(() => cut.abort(new CallTimedOut(timeoutMs)), timeoutMs);
  signal.addEventListener('abort', stopped, { once: true });
  if (signal.aborted) stopped();
  try {
    return await Promise.race([work(cut.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stopped);
  }
}
