import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot, schemas } from './schemas.ts';

// Writes JSON Schema from the zod contracts: `node contracts/bin/json-schema.ts`, after every change of a contract.
for (const [path, text] of schemas()) {
  const file = join(repositoryRoot, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}
