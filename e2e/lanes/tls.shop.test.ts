import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShopDatabase } from '../../worker/src/config/database.ts';
import { connectTo, problemOf } from '../../worker/src/shop/mysql/connection.ts';
import { isRoot, runCommand } from '../stage/command.ts';
import { findProgram } from '../stage/php/find.ts';
import { makeDatadir, sql } from '../stage/serving/mariadb.ts';
import { freePort } from '../stage/serving/ports.ts';
import { type Running, startProcess } from '../stage/serving/process.ts';

const program = findProgram('mariadbd', 'mysqld');
const can = program !== undefined && findProgram('openssl') !== undefined;

let folder: string;
let port: number;
let server: Running;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  if (!can) return;
  folder = mkdtempSync(join(tmpdir(), 'causeway-tls-'));
  await certify('localhost');
  await makeDatadir(file('data'));
  mkdirSync(file('logs'));
  port = await freePort();
  server = await startServer();
  await answering();
  await sql(
    file('db.sock'),
    "CREATE USER lane@'%' IDENTIFIED BY 'x'; CREATE DATABASE shop; GRANT SELECT ON shop.* TO lane@'%'",
  );
});
afterAll(async () => {
  await server?.stop();
  if (can) rmSync(folder, { recursive: true, force: true });
});

/** An authority of our own, and a certificate of it for a server of that name. */
async function certify(name: string): Promise<void> {
  const openssl = (...args: string[]) => runCommand('openssl', args, { cwd: folder });
  writeFileSync(file('names'), `subjectAltName=DNS:${name}`);
  const key = (to: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${to}.key`];
  await openssl('req', '-x509', ...key('ca'), '-out', 'ca.pem', '-days', '2', '-subj', '/CN=an authority');
  await openssl('req', ...key('server'), '-out', 'server.csr', '-subj', `/CN=${name}`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  await openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem');
}

function startServer(): Promise<Running> {
  const tls = [`--ssl-ca=${file('ca.pem')}`, `--ssl-cert=${file('server.pem')}`, `--ssl-key=${file('server.key')}`];
  const place = [
    `--datadir=${file('data')}`,
    `--socket=${file('db.sock')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
  ];
  const others = [
    '--innodb-log-file-size=16M',
    '--lc-messages-dir=/usr/share/mysql',
    ...(isRoot() ? ['--user=root'] : []),
  ];
  const args = ['--no-defaults', ...place, ...tls, ...others];
  return startProcess({ name: 'mariadb', program: program ?? '', args, cwd: folder, log: file('logs/mariadb.log') });
}

async function answering(): Promise<void> {
  while (server.isAlive() && (await sql(file('db.sock'), 'SELECT 1')).code !== 0) await pause(100);
}

/** What is spoken (`TLSv1.3`; '' in the clear), or why nothing is. */
async function spoken(tls: ShopDatabase['tls']): Promise<string> {
  const place = { host: 'localhost', port, user: 'lane', passwordFile: 'x', name: 'shop', tablePrefix: 'wp_' };
  const secret = (named: string) => (named === 'x' ? 'x' : readFileSync(named, 'utf8'));
  try {
    const connection = await connectTo({ ...place, tls }, secret)();
    const [row] = await connection.rows<{ Value: string }>("SHOW SESSION STATUS LIKE 'Ssl_version'");
    connection.close();
    return row?.Value ?? '';
  } catch (error) {
    return problemOf(error);
  }
}

describe.skipIf(!can)('by TLS', () => {
  test('the lane speaks to a server whose certificate its authority signed, and to no other', async () => {
    expect(await spoken({ caFile: file('ca.pem') })).toMatch(/^TLSv1/);
    expect(await spoken(true)).toContain('its certificate is not to be trusted');
    expect(await spoken(false)).toBe('');
  });

  test('nor to one that has another name', async () => {
    await server.stop();
    await certify('db.example');
    server = await startServer();
    await answering();
    expect(await spoken({ caFile: file('ca.pem') })).toContain('its certificate is not to be trusted');
  });
});
