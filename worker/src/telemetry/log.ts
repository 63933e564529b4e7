import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Names of fields that never reach a log, wherever they stand. */
const REDACTED = [
  'token',
  'secret',
  'password',
  'authorization',
  'email',
  'phone',
  'address',
  'name',
  'customer',
  'body',
];

/** JSON lines, on standard output unless `to`; personal data and secrets are cut out by name, and callers don't pass them. */
export function openLog(level: string, to?: DestinationStream): Logger {
  const paths = REDACTED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const redact = { paths, censor: '[redacted]' };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }, to);
}
