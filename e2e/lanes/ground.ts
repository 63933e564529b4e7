import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connect, type Connection, connectTo } from '../../worker/src/shop/mysql/connection.ts';
import { grantsFor } from '../../worker/src/shop/mysql/grants.ts';
import { layShop, type ServedShop, serveShop } from '../stage/index.ts';
import { sql } from '../stage/serving/mariadb.ts';

export const DATABASE = 'causeway';
export const PREFIX = 'wp_';
const PASSWORD = 'a password of the lane';

/** A shop on MariaDB, its administrator's connection, and a user who may do what docs/operator.md grants. */
export interface Ground {
  readonly served: ServedShop;
  readonly socket: string;
  /** Everything, for tests to look and to break things. */
  readonly root: Connection;
  /** As the lane's user. */
  readonly connect: Connect;
  stop(): Promise<void>;
}

export async function layGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-lanes-'));
  const shop = await layShop({ folder, database: 'mariadb', phpIni: { output_buffering: '1' } });
  const served = await serveShop(shop);
  const socket = shop.socket ?? '';
  await allowLane(socket);
  const root = await as(socket, 'root', '')();
  const stop = async () => {
    root.close();
    await served.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { served, socket, root, connect: as(socket, 'lane', PASSWORD), stop };
}

/** Makes the lane's user, with the grants of the documentation. Returns its password. */
export async function allowLane(socket: string): Promise<string> {
  const user = "'lane'@'localhost'";
  const grants = grantsFor(DATABASE, PREFIX, user);
  const statements = [`CREATE OR REPLACE USER ${user} IDENTIFIED BY '${PASSWORD}'`, ...grants];
  const { code, stderr } = await sql(socket, `${statements.join(';')};`);
  if (code !== 0) throw new Error(`the lane's user could not be made: ${stderr}`);
  return PASSWORD;
}

function as(socket: string, user: string, password: string): Connect {
  const where = { port: 3306, socket, user, passwordFile: 'password', name: DATABASE, tablePrefix: PREFIX };
  return connectTo({ ...where, tls: false }, () => password);
}
