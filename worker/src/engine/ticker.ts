/**
 * What makes time pass for an engine. The real one is Node's event loop; a simulator brings its own, runs one piece
 * of work at a time and moves the clock itself, so that a run can be repeated from its seed.
 */
export interface Ticker {
  /** Runs `work` once, after what runs now. */
  soon(work: () => void): void;
  /** Runs `work` once the host's clock shows `instant` (epoch ms), never before; returns what takes it back. */
  at(instant: number, work: () => void): () => void;
  /** Runs `work` after a duration on a clock that can't be set (ms); returns what takes it back. */
  after(ms: number, work: () => void): () => void;
}

/** The longest single sleep: a clock that was set is noticed within it, and no timer overflows. */
const SLEEP_MS_MAX = 30_000;

export function realTicker(now: () => number): Ticker {
  return {
    soon: (work) => void setImmediate(work),
    at(instant, work) {
      let timer: NodeJS.Timeout;
      const sleep = () => {
        timer = setTimeout(check, Math.min(Math.max(instant - now(), 0), SLEEP_MS_MAX));
      };
      const check = () => (now() >= instant ? work() : sleep());
      sleep();
      return () => clearTimeout(timer);
    },
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
}
