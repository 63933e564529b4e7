import { readFileSync } from 'node:fs';
import { rounded } from '../statistics.ts';

/** A process's memory at one instant, in MB (10⁶ bytes). `file` is the program's own pages, shared with its like. */
export interface Resident {
  readonly at_ms: number;
  readonly rss: number;
  readonly anonymous: number;
  readonly file: number;
  /** The highest RSS since the process began. */
  readonly peak: number;
}

/** Reads `/proc/PID/status` (Linux). Throws when the process is gone. */
export function residentOf(pid: number): Resident {
  return { at_ms: Date.now(), ...parsed(readFileSync(`/proc/${pid}/status`, 'utf8')) };
}

export function parsed(status: string): Omit<Resident, 'at_ms'> {
  const mb = (name: string) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
    if (found?.[1] === undefined) throw new Error(`/proc says nothing of ${name}`);
    return rounded((Number(found[1]) * 1024) / 1e6, 1);
  };
  return { rss: mb('VmRSS'), anonymous: mb('RssAnon'), file: mb('RssFile'), peak: mb('VmHWM') };
}

/** Samples a process's memory until stopped. */
export function watch(pid: number, everyMs: number): { readonly samples: readonly Resident[]; stop(): void } {
  const samples: Resident[] = [residentOf(pid)];
  const timer = setInterval(() => samples.push(residentOf(pid)), everyMs);
  return { samples, stop: () => clearInterval(timer) };
}
