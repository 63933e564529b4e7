import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout } from '../promises/ground.ts';
import { type CommandResult, tryCommand } from '../stage/command.ts';

/** Where the document's commands put things on a server. */
const PLACES = ['/opt', '/etc', '/var/lib', '/var/cache', '/usr/local/bin'];

/** npx and vitest set much that a server's shell hasn't got. */
const KEPT =
  /^(HOME|USER|LANG|TMPDIR|(https?|no)_proxy|(HTTPS?|NO)_PROXY|NODE_EXTRA_CA_CERTS|npm_config_(registry|cafile|cache|userconfig|proxy|https_proxy))$/;

/**
 * A server that is a folder: what the document's commands put into `/opt`, `/etc` and so on goes below it, and what they
 * call other machines by is replaced. It has the machine's programs and the Node of the tests, nothing of the checkout.
 */
export class Server {
  readonly folder: string;
  readonly #replaced: Map<string, string>;

  constructor(folder: string, replaced: Readonly<Record<string, string>>) {
    this.folder = folder;
    // Only root on a real server acts as somebody else.
    this.#replaced = new Map(Object.entries({ 'runuser -u causeway -- ': '', ...replaced }));
    for (const place of [...PLACES, '/files']) mkdirSync(join(folder, place), { recursive: true });
  }

  /** Also replaces `from` by `to` from now on. */
  replace(from: string, to: string): void {
    this.#replaced.set(from, to);
  }

  /** A server's path as it is here. */
  path(onServer: string): string {
    return this.#here(onServer);
  }

  /** The whole environment that a shell on the server has; of ours what npm needs to reach its registry. */
  get environment(): Record<string, string> {
    const own = [join(this.folder, 'usr/local/bin'), dirname(process.execPath)];
    const others = (process.env.PATH ?? '').split(':').filter((path) => !path.startsWith(checkout));
    const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name)) as [string, string][];
    const npm = { npm_config_prefer_offline: 'true', npm_config_loglevel: 'error' };
    return { ...Object.fromEntries(kept), ...npm, PATH: [...own, ...others].join(':') };
  }

  /** Runs commands of the document, in the folder with the files, as its reader would; the first failure ends them. */
  run(commands: string, input = ''): Promise<CommandResult> {
    const environment = Object.entries(this.environment).map(([name, value]) => `${name}=${value}`);
    return tryCommand('env', ['-i', ...environment, 'bash', '--norc', '-euo', 'pipefail', '-c', this.#here(commands)], {
      cwd: join(this.folder, 'files'),
      input,
      timeoutMs: 120_000,
    });
  }

  /** What of a server's path is there. */
  has(onServer: string): boolean {
    return existsSync(this.path(onServer));
  }

  #here(text: string): string {
    let here = text;
    for (const [from, to] of this.#replaced) here = here.replaceAll(from, to);
    for (const place of PLACES) {
      // Not inside a longer path, such as the folder's own.
      here = here.replace(new RegExp(`(?<![\\w./-])${place}(?=/)`, 'g'), join(this.folder, place));
    }
    return here;
  }
}
