import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFolders, repositoryRoot, schemas } from './schemas.ts';

describe('the committed JSON Schemas', () => {
  it('say what the zod contracts say (else run: node contracts/bin/json-schema.ts)', () => {
    for (const [path, text] of schemas()) {
      expect(readFileSync(join(repositoryRoot, path), 'utf8'), path).toBe(text);
    }
  });

  it('are all generated: none is a left-over of a contract that is gone', () => {
    const generated = [...schemas().keys()];
    for (const folder of generatedFolders) {
      for (const name of readdirSync(join(repositoryRoot, folder))) expect(generated).toContain(`${folder}/${name}`);
    }
  });

  it('use only the keywords that the plugin checks, so that nothing is let through unseen', () => {
    const known = new Set([
      ...['$schema', '$ref', '$defs', 'title', 'type', 'properties', 'required', 'items', 'enum', 'const', 'pattern'],
      ...['format', 'minimum', 'maximum', 'exclusiveMinimum', 'minLength', 'maxLength', 'minItems', 'maxItems'],
      ...['anyOf', 'oneOf', 'propertyNames', 'additionalProperties'],
    ]);
    for (const [path, text] of schemas()) {
      if (!path.startsWith('plugin/')) continue;
      for (const keyword of keywords(JSON.parse(text))) expect(known, `${path}: ${keyword}`).toContain(keyword);
    }
  });
});

/** Keywords of a schema, without the names of the properties that it describes. */
function keywords(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keywords);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'properties' || key === '$defs') return [key, ...Object.values(value as object).flatMap(keywords)];
    return key === 'enum' || key === 'const' ? [key] : [key, ...keywords(value)];
  });
}
