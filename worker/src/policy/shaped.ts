import type * as z from 'zod';
import { SystemFailure } from './system-failure.ts';

/**
 * What a system said, in the shape that was asked for. Throws `SystemFailure` (`parse`, `after_send`) where it has
 * another; `said` begins the message: "the ERP answered". Of the reply only the path to what is wrong is told.
 */
export function shaped<T>(shape: z.ZodType<T>, value: unknown, said: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') || 'the whole body';
  throw new SystemFailure('parse', 'after_send', `${said} in an unknown shape: ${at}`);
}
