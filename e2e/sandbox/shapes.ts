import * as z from 'zod';
import { Refusal } from './refusal.ts';

/** The small words that both systems' documents are made of. */
export const Text = z.string().min(1).max(200);
export const ExternalId = z.string().regex(/^[A-Za-z0-9-]{1,40}$/, '1 to 40 characters of A-Z, a-z, 0-9 and -');
export const LineId = z.string().min(1).max(40);
export const Code = z.string().min(1).max(40);
export const CorrelationId = z.string().min(1).max(64);
export const Quantity = z.int().min(1).max(1_000_000);
export const Note = z.string().min(1).max(2_000);
/** ISO 8601 with a zone: an instant without one is refused, not guessed. */
export const ZonedInstant = z.iso.datetime({ offset: true });

export const Address = z.strictObject({
  name: Text,
  company: Text.optional(),
  line1: Text,
  line2: Text.optional(),
  city: Text,
  region: Text.optional(),
  postcode: z.string().min(1).max(20).optional(),
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters'),
  phone: Text.optional(),
});

/** Reads `body` as `shape`, or refuses with 422 `invalid_body` and one entry per wrong field. */
export function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap(describe);
  const summary = fields.map((field) => `${field.path || 'body'}: ${field.message}`).join('; ');
  throw new Refusal(422, 'invalid_body', summary, { fields });
}

/** One `{path, message}` per mistake; an unknown field is named by its own path. */
export function describe(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'unknown field' }));
  }
  return [{ path: issue.path.join('.'), message: issue.message }];
}

/** Refuses with 422 `duplicate_line` when two lines share a `line_id`. */
export function refuseRepeatedLines(lines: readonly { readonly line_id: string }[]): void {
  const seen = new Set<string>();
  for (const { line_id } of lines) {
    if (seen.has(line_id)) throw new Refusal(422, 'duplicate_line', `line_id ${line_id} is used twice`, { line_id });
    seen.add(line_id);
  }
}
