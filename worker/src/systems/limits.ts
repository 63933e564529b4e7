import * as z from 'zod';

/** At most `requests` in `perSeconds`, after a burst. In any such span at most `requests` + `burst` go out. */
export const Rate = z.strictObject({
  requests: z.int().min(1).max(10_000_000),
  perSeconds: z.number().min(1).max(86_400).default(1),
  /** How many may go at once after a quiet time; one second's worth where it is left out. */
  burst: z.int().min(1).max(100_000).optional(),
});

/** When a system that does not answer is left alone, and when it is tried again. */
export const BreakerSettings = z.strictObject({
  /** Calls in a row that got no answer, or whose sign-in was refused. */
  failures: z.int().min(1).max(1000).default(5),
  /** The first pause; each probe that fails doubles it, up to `capSeconds`. */
  firstSeconds: z.number().min(0.1).max(3600).default(1),
  capSeconds: z.number().min(0.1).max(3600).default(30),
});

const Day = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as "02:30"');
const LocalInstant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'a local instant such as "2026-12-24T18:00"')
  .refine((text) => !Number.isNaN(Date.parse(`${text}Z`)), 'no such day');
const Zone = z.string().refine(isZone, 'a time zone such as "Europe/Berlin"');
const why = z.string().max(60).default('');

/** A span in which a system is left alone, by the clocks of its zone. */
export const MaintenanceWindow = z.union(
  [
    /** Every week; `to` at or before `from` is on the next day. */
    z.strictObject({ days: z.array(Day).min(1), from: Clock, to: Clock, zone: Zone, why }),
    /** Once. */
    z
      .strictObject({ from: LocalInstant, to: LocalInstant, zone: Zone, why })
      .refine(({ from, to }) => from < to, { path: ['to'], error: 'not after "from"' }),
  ],
  'a window such as {"days": ["sun"], "from": "02:00", "to": "04:00", "zone": "Europe/Berlin"}, or with two dates',
);

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How much a system may be asked, beside how many calls at once. */
export const Protection = z.object({
  rates: z.array(Rate).max(5),
  /** Fewer calls at once while it is slow or says "too many"; up to `callsAtOnce` again while it is well. */
  adaptive: z.boolean(),
  breaker: BreakerSettings,
  maintenance: z.array(MaintenanceWindow).max(50),
});

export type Rate = z.infer<typeof Rate>;
export type BreakerSettings = z.infer<typeof BreakerSettings>;
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;
export type Protection = z.infer<typeof Protection>;

/** Of a system whose adapter and configuration say nothing else. */
export const PROTECTION: Protection = {
  rates: [],
  adaptive: true,
  breaker: BreakerSettings.parse({}),
  maintenance: [],
};
