import { spawnSync } from 'node:child_process';
import { CannotCount } from '../failure.ts';
import type { ShopDatabase, TextRow } from './shop-database.ts';

const OUTPUT_BYTES_MAX = 512 * 1024 * 1024;

/** A WordPress on MariaDB or MySQL, read through the command-line client with WordPress's own login. */
export class MariadbShop implements ShopDatabase {
  readonly prefix: string;
  readonly #options: readonly string[];
  readonly #password: string;

  constructor(constants: ReadonlyMap<string, string>, prefix: string, socket?: string) {
    const { host, port, path } = splitHost(constants.get('DB_HOST') ?? 'localhost');
    const through = socket ?? path;
    this.prefix = prefix;
    this.#password = constants.get('DB_PASSWORD') ?? '';
    this.#options = [
      '--no-defaults',
      '--batch',
      '--raw',
      '--skip-column-names',
      '--default-character-set=utf8mb4',
      `--user=${constants.get('DB_USER') ?? ''}`,
      ...(through === undefined
        ? [`--host=${host}`, `--port=${port ?? '3306'}`, '--protocol=TCP']
        : [`--socket=${through}`, '--protocol=SOCKET']),
      constants.get('DB_NAME') ?? '',
    ];
  }

  select(columns: Readonly<Record<string, string>>, rest: string): TextRow[] {
    // One JSON object a line: the client's own escaping of tabs and line ends can't be told from the data.
    const pairs = Object.entries(columns).map(([name, expression]) => `'${name}', CAST(${expression} AS CHAR)`);
    const output = this.#run(`SELECT JSON_OBJECT(${pairs.join(', ')}) ${rest}`);
    return output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as TextRow);
  }

  hasTable(name: string): boolean {
    return this.#run(`SHOW TABLES LIKE '${name.replaceAll('_', '\\_')}'`).trim() !== '';
  }

  close(): void {}

  #run(sql: string): string {
    for (const client of ['mariadb', 'mysql']) {
      const result = spawnSync(client, this.#options, {
        input: `${sql};\n`,
        encoding: 'utf8',
        env: { ...process.env, MYSQL_PWD: this.#password },
        maxBuffer: OUTPUT_BYTES_MAX,
      });
      if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') continue;
      if (result.error !== undefined) throw new CannotCount(`${client}: ${result.error.message}`);
      if (result.status !== 0) throw new CannotCount(`${client}: ${result.stderr.trim()}`);
      return result.stdout;
    }
    throw new CannotCount('neither a SQLite database nor a mariadb or mysql client is there');
  }
}

/** WordPress's `DB_HOST`: a host, `host:port`, or `host:/path/of/socket`. */
function splitHost(text: string): { host: string; port?: string; path?: string } {
  const [, host = text, rest] = /^([^:]*):(.+)$/.exec(text) ?? [];
  if (rest === undefined) return { host };
  if (rest.startsWith('/')) return { host, path: rest };
  return /^\d+$/.test(rest) ? { host, port: rest } : { host: text };
}
