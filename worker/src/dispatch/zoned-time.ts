/** A day on the calendar of a zone; `month` from 1. */
export interface LocalDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is in the zone (IANA) at an instant (epoch ms). */
export function localOf(at: number, zone: string): LocalDay {
  const shifted = new Date(at + offsetMs(at, zone));
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

export function nextDay({ year, month, day }: LocalDay, days: number): LocalDay {
  const then = new Date(Date.UTC(year, month - 1, day + days));
  return { year: then.getUTCFullYear(), month: then.getUTCMonth() + 1, day: then.getUTCDate() };
}

/**
 * The instant (epoch ms) at which clocks in the zone show `clock` (`02:30`) on the day: the first where they show it
 * twice, and where they jump over it, as long after the jump as it stands after the jump's beginning.
 */
export function epochOf({ year, month, day }: LocalDay, clock: string, zone: string): number {
  const [hours, minutes] = clock.split(':').map(Number) as [number, number];
  const shown = Date.UTC(year, month - 1, day, hours, minutes);
  // The zone's offset a day before and a day after: at most one change lies between.
  const [before, after] = [shown - 86_400_000, shown + 86_400_000].map((at) => offsetMs(at, zone)) as [number, number];
  const [early, late] = [shown - before, shown - after];
  return offsetMs(early, zone) === before || offsetMs(late, zone) !== after ? early : late;
}

/** How far clocks in the zone are ahead of UTC at the instant, ms. */
function offsetMs(at: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  formats.set(zone, format);
  return format;
}
