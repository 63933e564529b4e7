import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Outcome {
  readonly code: number | null;
  /** The last line, parsed; undefined when it isn't JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into the figures freely
  readonly count: any;
  /** The lines above it. */
  readonly findings: readonly string[];
  readonly stderr: string;
}

/** Runs the checker as its users do. `folder` holds `wp`, `sandbox` and `buyer.jsonl`. */
export function runChecker(folder: string, ...options: string[]): Outcome {
  const main = join(import.meta.dirname, '../main.ts');
  const args = [
    '--wp',
    join(folder, 'wp'),
    '--sandbox',
    join(folder, 'sandbox'),
    '--buyer-log',
    join(folder, 'buyer.jsonl'),
    '--shop-code',
    'DEMO',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args, ...options], { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  const last = lines.pop() ?? '';
  return { code: status, count: last.startsWith('{') ? JSON.parse(last) : undefined, findings: lines, stderr };
}

export function writeBuyerLog(folder: string, placed: readonly { id: number; key: string; at: number }[]): void {
  const lines = placed.map(({ id, key, at }) => JSON.stringify({ order_id: id, order_key: key, responded_at_ms: at }));
  writeFileSync(join(folder, 'buyer.jsonl'), `${lines.join('\n')}\n`);
}
