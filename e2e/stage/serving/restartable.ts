import type { Running } from './process.ts';

/** A program that can be ended, kindly or as by a crash, and started again at the same addresses. */
export interface Restartable {
  /** SIGKILL to the program and all it started. Returns when nothing is left. */
  kill(): Promise<void>;
  /** Starts it and waits until it answers. Does nothing while it runs. */
  start(): Promise<void>;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
}

export function restartable(begin: () => Promise<Running>): Restartable {
  let running: Running | null = null;
  const end = async (how: 'kill' | 'stop') => {
    const ending = running;
    running = null;
    await ending?.[how]();
  };
  return {
    start: async () => {
      if (running === null || !running.isAlive()) running = await begin();
    },
    kill: () => end('kill'),
    stop: () => end('stop'),
  };
}

/** Several as one: they start in this order and end in the other. */
export function together(parts: readonly Restartable[]): Restartable {
  const each = async (list: readonly Restartable[], what: keyof Restartable) => {
    for (const part of list) await part[what]();
  };
  return {
    start: () => each(parts, 'start'),
    stop: () => each(parts.toReversed(), 'stop'),
    kill: () => each(parts.toReversed(), 'kill'),
  };
}
