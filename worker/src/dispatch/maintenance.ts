import type { MaintenanceWindow } from '../systems/limits.ts';
import { epochOf, type LocalDay, localOf, nextDay } from './zoned-time.ts';

const MINUTE_MS = 60_000;
/** How many windows in a row are taken for one. */
const CHAIN_MAX = 20;

/** A window that is open: until when (epoch ms), and what its configuration says of it. */
export interface OpenWindow {
  readonly until: number;
  readonly why: string;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** When a system is left alone. Windows begin and end on minutes, so the answer is looked for once a minute. */
export class Maintenance {
  readonly #windows: readonly MaintenanceWindow[];
  #minute = Number.NaN;
  #open: OpenWindow | null = null;

  constructor(windows: readonly MaintenanceWindow[]) {
    this.#windows = windows;
  }

  /** The window that is open at `now` (epoch ms), to the end of the last that follows without a gap; null: none is. */
  open(now: number): OpenWindow | null {
    if (this.#windows.length === 0) return null;
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#open = this.#find(minute * MINUTE_MS);
    }
    return this.#open;
  }

  #find(at: number): OpenWindow | null {
    const first = this.#longest(at);
    let open = first;
    for (let links = 0; open !== null && links < CHAIN_MAX; links += 1) {
      const next = this.#longest(open.until);
      if (next === null) return { until: open.until, why: first?.why ?? '' };
      open = next;
    }
    return open;
  }

  #longest(at: number): OpenWindow | null {
    let longest: OpenWindow | null = null;
    for (const window of this.#windows) {
      const until = untilOf(window, at);
      if (until !== null && until > (longest?.until ?? 0)) longest = { until, why: window.why };
    }
    return longest;
  }
}

/** When the window ends that is open at `at`; null: it isn't. */
function untilOf(window: MaintenanceWindow, at: number): number | null {
  if (!('days' in window)) {
    const [from, to] = [window.from, window.to].map((text) => instantOf(text, window.zone)) as [number, number];
    return from <= at && at < to ? to : null;
  }
  const today = localOf(at, window.zone);
  // Yesterday's may reach over midnight.
  for (const day of [nextDay(today, -1), today]) {
    if (!window.days.includes(DAYS[weekday(day)] as (typeof DAYS)[number])) continue;
    const from = epochOf(day, window.from, window.zone);
    const to = epochOf(window.to > window.from ? day : nextDay(day, 1), window.to, window.zone);
    if (from <= at && at < to) return to;
  }
  return null;
}

function instantOf(text: string, zone: string): number {
  const [date = '', clock = ''] = text.split('T');
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return epochOf({ year, month, day }, clock, zone);
}

const weekday = ({ year, month, day }: LocalDay): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();
