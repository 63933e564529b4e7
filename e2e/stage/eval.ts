import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryCommand } from './command.ts';
import { mariadbRuns } from './serving/mariadb.ts';
import { commandSettings } from './serving/php-settings.ts';
import type { Shop } from './shop.ts';

const siteFolder = join(dirname(fileURLToPath(import.meta.url)), 'site');

/** PHP inside a laid WordPress failed: what it said, and how it ended. */
export class PhpFailed extends Error {
  readonly code: number;
  readonly output: string;

  constructor(code: number, output: string) {
    super(`PHP ended with ${code}: ${output.trim().split('\n').slice(-15).join('\n') || '(it said nothing)'}`);
    this.name = 'PhpFailed';
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs PHP statements inside the laid WordPress, in a process of their own, as administrator.
 * `code` has no `<?php`; it finds its `args` in `$args` and gives its answer, anything JSON can hold, with `return`.
 * What it echoes is ignored. On MariaDB the database must be running.
 *
 * @example await evalPhp(shop, 'return wc_get_order( $args["id"] )->get_status();', { id: 42 })
 * @throws PhpFailed when PHP ends without having returned
 */
export async function evalPhp<T = unknown>(shop: Shop, code: string, args: unknown = {}): Promise<T> {
  return await runPhp<T>(shop, 'load', code, args);
}

/** Runs one of the stage's own scripts in `site/`; `start` names it. */
export async function runPhp<T>(shop: Shop, start: 'load' | 'install', code: string, args: unknown): Promise<T> {
  if (shop.socket && !mariadbRuns(shop.folder))
    throw new Error(`the database of ${shop.folder} is not running: serve the shop`);
  // Inside the shop's folder, which is all that PHP as WebAssembly gets to see.
  const folder = mkdtempSync(join(shop.folder, 'php-'));
  try {
    const files = {
      code: join(folder, 'code.php'),
      args: join(folder, 'args.json'),
      result: join(folder, 'result.json'),
    };
    writeFileSync(files.code, `<?php\n${code}\n`);
    writeFileSync(files.args, JSON.stringify(args ?? {}));
    const settings =
      shop.php.kind === 'native'
        ? ['-d', 'memory_limit=512M', '-d', 'display_errors=stderr', '-d', 'max_execution_time=0']
        : [];
    const logLength = logged(shop.debugLog, 0).length;
    const ended = await tryCommand(
      shop.php.program,
      [
        ...shop.php.flags,
        ...commandSettings(shop).flatMap((setting) => ['-d', setting]),
        ...settings,
        join(siteFolder, `${start}.php`),
        shop.site,
        files.code,
        files.args,
        files.result,
      ],
      {
        cwd: shop.site,
      },
    );
    if (ended.code !== 0 || !existsSync(files.result)) {
      // WordPress answers a fatal error with a page of HTML; the cause stands in the log.
      const page = ended.stdout.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, '').trim();
      throw new PhpFailed(ended.code, [page, ended.stderr, logged(shop.debugLog, logLength)].join('\n'));
    }
    return JSON.parse(readFileSync(files.result, 'utf8')) as T;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function logged(file: string, from: number): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(from) : '';
}

/** The text of one of the stage's PHP scripts, without its opening tag, for `evalPhp`. */
export function script(name: string): string {
  return readFileSync(join(siteFolder, `${name}.php`), 'utf8').replace(/^<\?php\s*/, '');
}
