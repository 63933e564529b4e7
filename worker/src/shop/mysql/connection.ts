import type { Connection as MysqlConnection, ResultSetHeader } from 'mysql2/promise';
import type { ShopDatabase } from '../../config/database.ts';

/** One connection to a shop's database. Its statements run one after another; what fails leaves it unusable. */
export interface Connection {
  rows<T>(sql: string, values?: readonly Value[]): Promise<readonly T[]>;
  /** How many rows it changed, and what it left in `LAST_INSERT_ID()`. */
  change(sql: string, values?: readonly Value[]): Promise<{ readonly rows: number; readonly id: number }>;
  close(): void;
}

export type Value = string | number;
/** Rejects with what the driver throws; see `problemOf`. */
export type Connect = () => Promise<Connection>;

/** No statement here takes long: a database that doesn't answer in this time is taken for gone. */
const STATEMENT_MS_MAX = 5000;
const CONNECT_MS_MAX = 5000;

/**
 * No statement sees half of another's work, none waits long for a lock, instants are epoch milliseconds: the rules of
 * docs/protocol.md, "The database lane".
 */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION innodb_lock_wait_timeout = 2, time_zone = '+00:00', autocommit = 1",
];

/** How to reach a shop's database. `secret` reads a file beside the configuration, and throws what it throws. */
export function connectTo(settings: ShopDatabase, secret: (file: string) => string): Connect {
  const password = secret(settings.passwordFile);
  const tls = tlsOf(settings, secret);
  return async () => {
    // Only where a shop has a database to reach: the driver is a tenth of the worker's memory.
    const { createConnection } = await import('mysql2/promise');
    const { host, port, socket, user, name: database } = settings;
    const connection = await createConnection({
      ...(socket === undefined ? { host: host ?? '', port } : { socketPath: socket }),
      user,
      password,
      database,
      connectTimeout: CONNECT_MS_MAX,
      ...(tls === null ? {} : { ssl: tls }),
    });
    // An end between two statements is met by the next one.
    connection.on('error', () => undefined);
    for (const sql of SESSION) await connection.query({ sql, timeout: STATEMENT_MS_MAX });
    return asConnection(connection);
  };
}

function tlsOf({ tls }: ShopDatabase, secret: (file: string) => string) {
  if (tls === false) return null;
  return { verifyIdentity: true, ...(tls === true ? {} : { ca: secret(tls.caFile) }) };
}

function asConnection(connection: MysqlConnection): Connection {
  const timeout = STATEMENT_MS_MAX;
  return {
    async rows<T>(sql: string, values: readonly Value[] = []) {
      const [rows] = await connection.query({ sql, timeout, values: [...values] });
      return rows as unknown as readonly T[];
    },
    async change(sql, values = []) {
      const [{ affectedRows, insertId }] = await connection.query<ResultSetHeader>({
        sql,
        timeout,
        values: [...values],
      });
      return { rows: affectedRows, id: insertId };
    },
    close: () => connection.destroy(),
  };
}

/** In the message of what the driver throws for a statement on a connection that has ended. */
const CLOSED = 'closed state';

const WORDS: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'it refuses user or password',
  ER_DBACCESS_DENIED_ERROR: 'the user may not use that database',
  ER_BAD_DB_ERROR: 'there is no such database',
  ER_NO_SUCH_TABLE: "Causeway's tables are not there: is the table prefix right?",
  ER_TABLEACCESS_DENIED_ERROR: 'the user lacks a grant on a table',
  ER_COLUMNACCESS_DENIED_ERROR: 'the user lacks a grant on a column',
  ER_BINLOG_STMT_MODE_AND_ROW_ENGINE: 'its binlog_format is STATEMENT; the lane needs MIXED or ROW',
  ER_OPTION_PREVENTS_STATEMENT: 'it takes no writes (read only)',
  HANDSHAKE_NO_SSL_SUPPORT: 'it speaks no TLS',
  PROTOCOL_SEQUENCE_TIMEOUT: 'it did not answer in time',
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no such socket',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'it did not answer in time',
};

/** Why a statement or a connection failed, in one plain line without secrets or anybody's values. */
export function problemOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return `the database lane stumbled (${(error as Error)?.name ?? typeof error})`;
  if (code === 'HANDSHAKE_SSL_ERROR' || /CERT|SELF_SIGNED|ALTNAME/.test(code))
    return `its certificate is not to be trusted (${code}${typeof message === 'string' && code === 'HANDSHAKE_SSL_ERROR' ? `: ${message}` : ''})`;
  return `${WORDS[code] ?? 'the database refused'} (${code})`;
}

const PASSING = [
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_SERVER_SHUTDOWN',
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'EPIPE',
];

/** Somebody else's statement was in the way, or the connection ended: the same may go well on a new one. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return PASSING.includes(String(code)) || (typeof message === 'string' && message.includes(CLOSED));
}
