import type { CallOutcome } from '@causeway/contracts';
import { SystemFailure } from '../policy/system-failure.ts';
import { CallTimedOut } from './limited.ts';

/**
 * What a call's failure means. `acting`: the operation changes something, so an answer that never came may hide a
 * change (`unknown_outcome`); a look-up that timed out is only late. What an adapter did not foresee is `internal`.
 */
export function failed(error: unknown, acting: boolean): CallOutcome {
  if (error instanceof SystemFailure) {
    const silent = error.category === 'connection' || error.category === 'timeout';
    const unknown = acting && silent && error.phase !== 'before_send';
    const { phase, message, retryAfterMs } = error;
    return { kind: 'failed', category: unknown ? 'unknown_outcome' : error.category, phase, message, retryAfterMs };
  }
  if (error instanceof CallTimedOut) return broken(acting ? 'unknown_outcome' : 'timeout', error.message);
  if (error instanceof DOMException && error.name === 'AbortError') {
    return broken(acting ? 'unknown_outcome' : 'timeout', 'the call was broken off');
  }
  return { kind: 'failed', category: 'internal', phase: 'after_send', message: describe(error), retryAfterMs: null };
}

function broken(category: 'unknown_outcome' | 'timeout', message: string): CallOutcome {
  return { kind: 'failed', category, phase: 'during_send', message, retryAfterMs: null };
}

/** The kind of defect, without what it may quote of a request. */
function describe(error: unknown): string {
  return error instanceof Error ? `the adapter failed (${error.name})` : 'the adapter failed';
}
