import type { Mutant } from '../mutant.ts';

const FILES = 'worker/src/dispatch';

/** What may leave, when, and what a failure is told as. */
export const dispatchMutants: readonly Mutant[] = [
  {
    name: 'lease ignored',
    breaks: 'calls leave although another worker may act by now',
    file: `${FILES}/system-gate.ts`,
    find: 'leaseLeftMs(shop) <= this.#system.timeoutMs ?',
    replace: 'leaseLeftMs(shop) < 0 ?',
    promise: 'one worker at a time',
    weather: { faults: ['worker frozen past its lease', 'stuck'], mode: 'safety' },
    from: 22,
  },
  {
    name: 'limit spends attempts',
    breaks: 'a 429 is told as a broken connection',
    file: `${FILES}/system-gate.ts`,
    find: 'return hold === null ? failed(error, acts) : this.#waiting(hold);',
    replace: `if (hold === null) return failed(error, acts);
      return failed(new SystemFailure('connection', 'before_send', 'It was too much.'), acts);`,
    promise: 'throttling spends no attempt',
    weather: { faults: ['429 storm'] },
  },
  {
    name: 'Retry-After ignored',
    breaks: 'a system that asked for a pause is asked again at once',
    file: `${FILES}/protection.ts`,
    find: 'this.#throttle.pauseFor(retryAfterMs ?? THROTTLE_DEFAULT_MS, this.#clocks.elapsed());',
    replace: 'this.#throttle.pauseFor(retryAfterMs === null ? 1 : 1, this.#clocks.elapsed());',
    promise: 'throttling',
    weather: { faults: ['429 storm'] },
  },
];
