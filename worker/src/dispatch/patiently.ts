import type { CallOutcome } from '@causeway/contracts';
import type { Dispatch, OutboundCall } from '../engine/engine.ts';

/** Asks again at least so often: a pause that is lifted is noticed. */
const SLEEP_MS_MAX = 5_000;

/**
 * Sends a call that waits for its turn as long as it must (limits, windows, pauses), unlike the engine's, which go back
 * to their queue. Rejects with the signal's reason.
 */
export async function patiently(
  dispatch: Dispatch,
  call: OutboundCall,
  signal: AbortSignal,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  now: () => number,
): Promise<CallOutcome> {
  for (;;) {
    signal.throwIfAborted();
    const result = await dispatch(call, signal);
    if (result.kind !== 'waiting') return result;
    await sleep(Math.min(Math.max(result.at - now(), 50), SLEEP_MS_MAX), signal);
  }
}
