import { setTimeout as pause } from 'node:timers/promises';
import { tryCommand } from '../../stage/command.ts';
import { findProgram } from '../../stage/php/find.ts';
import { sql } from '../../stage/serving/mariadb.ts';
import type { Ground } from '../ground.ts';
import type { Deed } from './deed.ts';

/** Long enough that exchanges and checkouts come meanwhile. */
const READ_ONLY_MS = 2000;

/** MariaDB refuses every write of WordPress's user; root, whose right passes `read_only` by, is nobody here. */
export function makingReadOnly({ shop, socket }: Ground, downMs: number): Deed {
  return {
    async fall() {
      await run(socket, 'SET GLOBAL read_only = 1');
      await insistOnRefusal(socket, shop.secret);
      return 'answered';
    },
    async mend() {
      await pause(READ_ONLY_MS + downMs);
      await run(socket, 'SET GLOBAL read_only = 0');
    },
  };
}

async function run(socket: string, statement: string): Promise<void> {
  const { code, stderr } = await sql(socket, statement);
  if (code !== 0) throw new Error(`MariaDB: ${stderr}`);
}

async function insistOnRefusal(socket: string, password: string): Promise<void> {
  const client = findProgram('mariadb', 'mysql') ?? 'mariadb';
  const { code, stderr } = await tryCommand(
    client,
    ['--no-defaults', '-u', 'causeway', `--socket=${socket}`, 'causeway'],
    {
      env: { MYSQL_PWD: password },
      input: "UPDATE wp_options SET autoload = 'no' WHERE option_name = 'nothing'",
    },
  );
  if (code === 0 || !stderr.includes('read-only')) throw new Error(`the shop's user still writes: ${stderr}`);
}
