import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import * as contracts from '../src/index.ts';

/** What is published, by file name. `input`: what a sender must write, before defaults and stripping. */
const published: Readonly<Record<string, z.ZodType>> = {
  'exchange-request': contracts.ExchangeRequest,
  'exchange-response': contracts.ExchangeResponse,
  'pair-request': contracts.PairRequest,
  'pair-response': contracts.PairResponse,
  refusal: contracts.Refusal,
  'outbox-row': contracts.OutboxRow,
  effect: contracts.Effect,
  'effect-answer': contracts.EffectAnswer,
  snapshot: contracts.Snapshot,
  'return-look': contracts.ReturnLook,
};

/** The plugin is shipped without this folder: what it checks requests against lies beside its routes. */
const shippedWithThePlugin = ['exchange-request', 'pair-request'];

/** JSON Schema 2020-12 of one contract, as text with a trailing newline. */
function schemaText(name: string, contract: z.ZodType): string {
  const schema = z.toJSONSchema(contract, {
    io: 'input',
    // "Any JSON" is true of everything that was parsed from JSON: an empty schema instead of a recursive one.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'lazy') for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    },
  });
  return `${JSON.stringify({ $schema: schema.$schema, title: name, ...schema }, null, 1)}\n`;
}

/** Every generated file: its path from the repository's root → its text. */
export function schemas(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [name, contract] of Object.entries(published)) {
    const text = schemaText(name, contract);
    files.set(`contracts/schema/${name}.json`, text);
    if (shippedWithThePlugin.includes(name)) files.set(`plugin/exchange/schema/${name}.json`, text);
  }
  return files;
}

/** The folders that hold generated files only: anything else in them is a left-over. */
export const generatedFolders = ['contracts/schema', 'plugin/exchange/schema'];

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
