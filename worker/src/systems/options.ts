import * as z from 'zod';
import type { Adapter } from './adapter.ts';

/** One option that an adapter's systems have of their own. */
export interface Option {
  readonly name: string;
  readonly required: boolean;
  /** Left out: there is none. */
  readonly default?: unknown;
  /** What its adapter says of it; empty where it says nothing. */
  readonly about: string;
  /** The words that it takes; left out: any. */
  readonly oneOf?: readonly unknown[];
  /** It names a file that holds a secret. */
  readonly secretFile: boolean;
}

const Property = z.looseObject({
  default: z.unknown().optional(),
  description: z.string().default(''),
  enum: z.array(z.unknown()).optional(),
});
const Shape = z.object({ properties: z.record(z.string(), Property), required: z.array(z.string()).default([]) });

/** The adapter's own options, in its own order. */
export function optionsOf({ settings }: Pick<Adapter, 'settings'>): readonly Option[] {
  const { properties, required } = Shape.parse(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    ...(property.default === undefined ? {} : { default: property.default }),
    about: property.description,
    ...(property.enum === undefined ? {} : { oneOf: property.enum }),
    // Wherever it stands: `SecretFile` may be one of several things that the option takes.
    secretFile: JSON.stringify(property).includes('"secretFile":true'),
  }));
}

/** The options that name secrets' files. */
export function secretFilesOf(adapter: Pick<Adapter, 'settings'>): readonly string[] {
  return optionsOf(adapter).flatMap(({ name, secretFile }) => (secretFile ? [name] : []));
}
