import type { Shop } from '../shop.ts';
import { mariadbRuns, removeSockets, sql, startMariadb } from './mariadb.ts';

/** Runs `work` with the shop's database up; on SQLite, or when it runs already, there is nothing to start. */
export async function withDatabase<T>(shop: Shop, work: () => Promise<T>): Promise<T> {
  if (!shop.socket || mariadbRuns(shop.folder)) return await work();
  const running = await startMariadb({ folder: shop.folder, socket: shop.socket });
  try {
    await letIn(shop.socket, shop.secret);
    return await work();
  } finally {
    await running.stop();
    removeSockets(shop.folder);
  }
}

/** Gives WordPress its user and its schema; a template's own user has another password. */
async function letIn(socket: string, password: string): Promise<void> {
  const done = await sql(
    socket,
    `CREATE DATABASE IF NOT EXISTS causeway CHARACTER SET utf8mb4;
    CREATE OR REPLACE USER causeway@localhost IDENTIFIED BY '${password}'; GRANT ALL ON causeway.* TO causeway@localhost;`,
  );
  if (done.code !== 0) throw new Error(`MariaDB refused the shop's user: ${done.stderr}`);
}
