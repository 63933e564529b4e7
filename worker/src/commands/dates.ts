import { UsageMistake } from './command.ts';

const DAY_MS = 86_400_000;

/**
 * `--from DATE --to DATE` as epoch ms, `from` included, `before` excluded. A date is a day in UTC (`--to` means its end) or
 * an instant (`2026-11-27T10:00:00Z`). Without `to`: till `now`. Throws `UsageMistake`.
 */
export function windowOf(
  options: Readonly<Record<string, string | boolean>>,
  now: number,
): { readonly from: number; readonly before: number } {
  if (options.from === undefined) throw new UsageMistake('--to needs --from');
  const from = instantOf('from', String(options.from));
  const to = options.to === undefined ? null : instantOf('to', String(options.to));
  const before = to === null ? now : to.ms + (to.isDay ? DAY_MS : 0);
  if (before <= from.ms)
    throw new UsageMistake(`--from ${String(options.from)} lies behind --to ${String(options.to ?? 'now')}`);
  return { from: from.ms, before };
}

/** `--days N` before `before` (epoch ms) as `windowOf` has it; `fallback`: where it is left out. Throws `UsageMistake`. */
export function daysBefore(
  options: Readonly<Record<string, string | boolean>>,
  fallback: number,
  before: number,
): { readonly days: number; readonly from: number; readonly before: number } {
  const days = Number(options.days ?? fallback);
  if (!Number.isInteger(days) || days < 1 || days > 3660)
    throw new UsageMistake(`--days ${String(options.days)}: a whole number from 1 to 3660`);
  return { days, from: Math.max(0, before - days * DAY_MS), before };
}

function instantOf(option: string, text: string): { readonly ms: number; readonly isDay: boolean } {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const ms = Date.parse(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text);
  // Date.parse turns 2026-02-31 into the third of March.
  const isThere = isDay ? new Date(ms || 0).toISOString().startsWith(text) : isInstant;
  if (Number.isNaN(ms) || ms < 0 || !isThere) {
    throw new UsageMistake(`--${option} ${text}: a day such as 2026-11-27, or an instant such as 2026-11-27T10:00:00Z`);
  }
  return { ms, isDay };
}
