import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Linux counts a process's time in these, in ms. */
const TICK_MS = 10;

/** What part of one core each process uses over some seconds, in percent. */
export async function sharesOfCore(pids: readonly number[], seconds: number): Promise<number[]> {
  const before = pids.map(processorMs);
  const began = performance.now();
  await pause(seconds * 1000);
  const tookMs = performance.now() - began;
  return pids.map((pid, at) => Number((((processorMs(pid) - (before[at] ?? 0)) / tookMs) * 100).toFixed(2)));
}

/** User and system time of a process so far. Throws where there is none. */
function processorMs(pid: number): number {
  return timesIn(readFileSync(`/proc/${pid}/stat`, 'utf8')) * TICK_MS;
}

/** Ticks in user and system mode of a line of `/proc/PID/stat`, whatever the program is called. */
export function timesIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (!Number.isFinite(ticks)) throw new Error('/proc says nothing of the process');
  return ticks;
}
