import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Memory } from './adapter.ts';

const Texts = z.record(z.string(), z.string());

/**
 * A system's memory as one private file (mode 0600), replaced as a whole: a reader sees the old text or the new one.
 * What can't be written to the disk is known until this process ends: a memory saves a sign-in, it is never the record.
 */
export function memoryIn(file: string): Memory {
  let unsaved: Readonly<Record<string, string>> = {};
  const texts = () => ({ ...readTexts(file), ...unsaved });
  return {
    read: (key) => texts()[key] ?? null,
    write: (key, text) => {
      const all = { ...texts(), [key]: text };
      unsaved = replace(file, JSON.stringify(all)) ? {} : all;
    },
  };
}

function readTexts(file: string): z.infer<typeof Texts> {
  try {
    return Texts.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

function replace(file: string, text: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
    return true;
  } catch {
    discard(draft);
    return false;
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Nor can it be there.
  }
}
