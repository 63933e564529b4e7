import { type Finding, ok } from './examination.ts';

/** Above the first, clocks are worth a look; above the second, signatures and tokens are refused for their age. */
const WARNING_MS = 60_000;
const FAILED_MS = 5 * 60_000;

/** Compares a reply's `Date` header with our clock (epoch ms); the header counts whole seconds. */
export function clockSkew(date: string | null, now: number): Finding {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs))
    return { check: 'clock', result: 'not_checked', detail: 'its replies tell no time', advice: null };
  const apartMs = now - theirs;
  const detail = `its clock and ours are ${Math.round(Math.abs(apartMs) / 1000)} s apart`;
  if (Math.abs(apartMs) <= WARNING_MS) return ok('clock', detail);
  const result = Math.abs(apartMs) > FAILED_MS ? 'failed' : 'warning';
  return {
    check: 'clock',
    result,
    detail: `${detail}: ours is ${apartMs > 0 ? 'ahead' : 'behind'}`,
    advice:
      'Have both clocks kept by NTP (here: timedatectl set-ntp true): tokens and signatures are judged by their age.',
  };
}
