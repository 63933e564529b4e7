const DAY_MS = 86_400_000;

/** How long before a secret's last instant the log speaks of it, and when the panel does. */
export const LOG_MS = 30 * DAY_MS;
export const PANEL_MS = 14 * DAY_MS;

/** A secret that ends, as the configuration says it. */
export interface DatedSecret {
  /** The option that names its file: `clientSecretFile`. */
  readonly option: string;
  /** `2027-03-31`: it is taken to end as that day begins in UTC, so that nobody is late in any zone behind it. */
  readonly expires: string;
}

/** `soon`: at most 30 days are left; `pressing`: at most 14; `expired`: none. */
export type Standing = 'valid' | 'soon' | 'pressing' | 'expired';

/** Epoch ms. */
export function endOf({ expires }: DatedSecret): number {
  return Date.parse(`${expires}T00:00:00Z`);
}

export function standing(secret: DatedSecret, now: number): Standing {
  const leftMs = endOf(secret) - now;
  if (leftMs <= 0) return 'expired';
  if (leftMs <= PANEL_MS) return 'pressing';
  return leftMs <= LOG_MS ? 'soon' : 'valid';
}

/** When the standing of any of them changes next (epoch ms); null: never again. */
export function nextTurn(secrets: readonly DatedSecret[], now: number): number | null {
  const turns = secrets.flatMap((secret) => [LOG_MS, PANEL_MS, 0].map((before) => endOf(secret) - before));
  const ahead = turns.filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** "in 12 days", "in less than a day", "3 days ago": whole days, as people count them. */
export function untilEnd(secret: DatedSecret, now: number): string {
  const leftMs = endOf(secret) - now;
  const days = Math.floor(Math.abs(leftMs) / DAY_MS);
  const count = days === 1 ? '1 day' : `${days} days`;
  if (leftMs > 0) return days === 0 ? 'in less than a day' : `in ${count}`;
  return days === 0 ? 'today' : `${count} ago`;
}
