import pino, { type Logger } from 'pino';

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

/** JSON lines on standard output; personal data and secrets are cut out by name, and callers don't pass them. */
export function openLog(level: string): Logger {
  const paths = REDACTED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[redacted]' } });
}
