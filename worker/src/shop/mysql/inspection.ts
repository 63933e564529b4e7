import { type Connect, type Connection, problemOf } from './connection.ts';
import { excessIn } from './grants.ts';
import { filledIn, type Statements } from './statements.ts';
import { valuesOf, type Warrant } from './warrant.ts';

/** What was seen of a shop's database, without changing anything. */
export type Inspected =
  | { readonly problem: string }
  | {
      readonly version: string;
      /** What keeps it from being written to as the lane does; null: nothing. */
      readonly writing: string | null;
      /** Of the table `link`; null: its row is not there. */
      readonly shopId: string | null;
      /** What the user may not do and must, or may do and need not. */
      readonly lacking: readonly string[];
      readonly excess: readonly string[];
    };

const NOBODY: Warrant = {
  shopId: '',
  incarnation: 0,
  epoch: 0,
  engine: '',
  commit: 0,
  leaseUntil: 0,
  leaseMs: 0,
  ackNumber: 0,
  aheadMs: 0,
};

/** Looks at a shop's database as the lane would use it. Never rejects. */
export async function inspect(
  connect: Connect,
  statements: Statements,
  { name, prefix }: { readonly name: string; readonly prefix: string },
): Promise<Inspected> {
  let connection: Connection | null = null;
  try {
    connection = await connect();
    const [server] = await connection.rows<{
      version: string;
      log_bin: number;
      format: string;
      read_only: number | string;
    }>('SELECT VERSION() AS version, @@log_bin AS log_bin, @@binlog_format AS format, @@read_only AS read_only');
    const lacking = await lackingOf(connection, statements);
    const granted = await connection.rows<Record<string, string>>('SHOW GRANTS');
    return {
      version: server?.version ?? '',
      writing: whyNotWritten(server),
      shopId: lacking.length > 0 ? null : await shopIdOf(connection, prefix),
      lacking,
      excess: excessIn(
        granted.flatMap((row) => Object.values(row)),
        name,
        prefix,
      ),
    };
  } catch (error) {
    return { problem: problemOf(error) };
  } finally {
    connection?.close();
  }
}

function whyNotWritten(
  server: { log_bin: number; format: string; read_only: number | string } | undefined,
): string | null {
  if (server === undefined) return 'it says nothing of itself';
  if (server.read_only !== 0 && server.read_only !== 'OFF') return 'it is read only (a replica?)';
  return server.log_bin === 1 && server.format === 'STATEMENT'
    ? 'its binlog_format is STATEMENT; the lane needs MIXED or ROW'
    : null;
}

/** The database explains each statement as far as the user might run it, and runs none. */
async function lackingOf(connection: Connection, statements: Statements): Promise<string[]> {
  const lacking: string[] = [];
  for (const [statement, sql] of Object.entries(statements)) {
    const places = sql.split('?').length - 1;
    const text = `EXPLAIN ${filledIn(sql, { limit: 1 })}`;
    try {
      await connection.rows(text, places > 0 ? valuesOf(NOBODY) : []);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== 'ER_TABLEACCESS_DENIED_ERROR' && code !== 'ER_COLUMNACCESS_DENIED_ERROR') throw error;
      lacking.push(statement);
    }
  }
  return lacking;
}

async function shopIdOf(connection: Connection, prefix: string): Promise<string | null> {
  const [link] = await connection.rows<{ shop_id: string }>(
    `SELECT shop_id FROM \`${prefix}causeway_link\` WHERE id = 1`,
  );
  return link?.shop_id ?? null;
}
