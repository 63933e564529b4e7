import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformance } from '../conformance.ts';
import type { EmbeddedEngine } from './embedded-engine.ts';
import { openEmbeddedEngine } from './open.ts';

conformance('The embedded engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
  return {
    open: (host) => openEmbeddedEngine(join(folder, 'engine.sqlite'), host),
    crash: (engine) => (engine as EmbeddedEngine).abandon(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});
