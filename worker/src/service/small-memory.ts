import { setFlagsFromString } from 'node:v8';

/**
 * V8's defaults are for programs that want speed: young objects get up to 48 MB, and old ones may double before they
 * are collected. A worker waits for shops and ERPs most of its time, and shares its machine: the same work then takes
 * 120 MB instead of 300 (docs/benchmarks.md, "Memory"). V8 names a flag that it doesn't know, and goes on.
 */
export function preferSmallMemory(): void {
  for (const flag of memoryFlags([...process.execArgv, process.env.NODE_OPTIONS ?? ''])) setFlagsFromString(flag);
}

/** V8's flags beside those that Node was given. Who bounds the young objects by himself gives some memory for speed. */
export function memoryFlags(given: readonly string[]): readonly string[] {
  if (given.some((flag) => /--max[-_]semi[-_]space[-_]size/.test(flag))) return ['--heap-growing-percent=20'];
  return ['--optimize-for-size', '--semi-space-growth-factor=1'];
}
