import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { Address } from './shapes.ts';

/** What may still change once a document is taken. An empty note takes the old one off. */
export const Amendment = z.strictObject({ ship_to: Address.optional(), note: z.string().max(2_000).optional() });
export type Amendment = z.infer<typeof Amendment>;

interface Amended {
  readonly ship_to: { readonly email?: string | undefined };
  readonly note?: string;
}

/** A document's stored body as amended; null: the amendment says nothing new. A release's e-mail stays with it. */
export function amendedBody(body: string, amendment: Amendment): string | null {
  const before = JSON.parse(body) as Amended;
  const { email } = before.ship_to;
  const shipTo = amendment.ship_to && { ...amendment.ship_to, ...(email === undefined ? {} : { email }) };
  const { note = before.note, ...rest } = { ...before, ...amendment, ship_to: shipTo ?? before.ship_to };
  const after = { ...rest, ...(note ? { note } : {}) };
  return isDeepStrictEqual(after, before) ? null : JSON.stringify(after);
}
