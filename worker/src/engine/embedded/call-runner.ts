import type { CallOutcome, Json } from '@causeway/contracts';
import type { Dispatch } from '../engine.ts';
import { bytesOf, LIMITS } from '../limits.ts';
import type { CallLanes } from './call-lanes.ts';
import { type CallRow, callId } from './call-store.ts';
import { outline } from './problem.ts';

export type DispatchResult = Awaited<ReturnType<Dispatch>>;

/** Calls that are out. Each comes back once, as an outcome or as "not sent, wait". */
export class CallRunner {
  readonly #dispatch: Dispatch;
  readonly #lanes: CallLanes;
  readonly #back: (call: CallRow, result: DispatchResult) => void;
  readonly #out = new Map<number, AbortController>();
  #whenQuiet: (() => void)[] = [];

  constructor(dispatch: Dispatch, lanes: CallLanes, back: (call: CallRow, result: DispatchResult) => void) {
    this.#dispatch = dispatch;
    this.#lanes = lanes;
    this.#back = back;
  }

  get out(): number {
    return this.#out.size;
  }

  /** The calls are marked as sent in the file, and that is committed. */
  launch(calls: readonly CallRow[]): void {
    for (const call of calls) void this.#run(call);
  }

  abortAll(): void {
    for (const controller of this.#out.values()) controller.abort();
  }

  /** Resolves when nothing is out. */
  quiet(): Promise<void> {
    return this.#out.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenQuiet.push(resolve));
  }

  async #run(call: CallRow): Promise<void> {
    const controller = new AbortController();
    const lane = this.#lanes.lane(call.shop, call.role);
    this.#out.set(call.id, controller);
    lane.out++;
    const result = await this.#ask(call, controller.signal);
    lane.out--;
    this.#out.delete(call.id);
    this.#back(call, result);
    if (this.#out.size === 0) for (const resolve of this.#whenQuiet.splice(0)) resolve();
  }

  async #ask(
    { shop, subject, key, role, operation, request, ...row }: CallRow,
    signal: AbortSignal,
  ): Promise<DispatchResult> {
    const id = callId({ shop, subject, key });
    try {
      const call = { key, role, operation, request: JSON.parse(request) as Json };
      const result = await this.#dispatch({ id, shop, subject, call, firstAttempt: true }, signal);
      return bytesOf(JSON.stringify(result)) > LIMITS.eventBytesMax ? tooLarge() : result;
    } catch (error) {
      return failure('internal', 'after_send', `Causeway's own way out failed (${outline(error)}, call ${row.id})`);
    }
  }
}

/** What became of a call that was out when the process ended: nobody knows. */
export function interrupted(): CallOutcome {
  return failure('unknown_outcome', 'during_send', 'The worker ended while this call was out');
}

function tooLarge(): CallOutcome {
  return failure('too_large', 'after_send', `The reply is larger than ${LIMITS.eventBytesMax} bytes`);
}

function failure(
  category: 'internal' | 'unknown_outcome' | 'too_large',
  phase: 'during_send' | 'after_send',
  message: string,
): CallOutcome {
  return { kind: 'failed', category, phase, message, retryAfterMs: null };
}
