import { expect, test } from 'vitest';
import { ShopDatabase } from './database.ts';

const there = { host: 'db.example', user: 'lane', passwordFile: 'p', name: 'shop' };
const mistakes = (database: object) =>
  ShopDatabase.safeParse(database).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
const tls = (database: object) => ShopDatabase.parse({ ...there, ...database }).tls;

test('another machine is spoken to by TLS unless the file says that the way is private; this one is not', () => {
  expect([tls({}), tls({ tls: false }), tls({ tls: { caFile: 'ca.pem' } })]).toEqual([
    true,
    false,
    { caFile: 'ca.pem' },
  ]);
  expect([tls({ host: '127.0.0.1' }), tls({ host: undefined, socket: '/run/db.sock' })]).toEqual([false, false]);
});

test('what is left out has its usual value', () => {
  expect(ShopDatabase.parse(there)).toMatchObject({ port: 3306, tablePrefix: 'wp_' });
});

test.each([
  [{ host: undefined }, 'host: say where the database is'],
  [{ socket: '/run/db.sock' }, 'socket: "host" or "socket", not both'],
  [{ host: undefined, socket: 'db.sock' }, 'socket: the absolute path'],
  [{ host: undefined, socket: '/run/db.sock', tls: true }, 'tls: a socket is on this machine'],
  [{ host: '10.0.0.5' }, "host: with TLS, the server's name"],
  [{ host: '127.0.0.1', tls: { caFile: 'ca' } }, "host: with TLS, the server's name"],
  [{ tablePrefix: 'wp-' }, 'tablePrefix: letters, digits'],
  [{ name: 'a`b' }, "name: the database's name"],
  [{ password: 'x' }, 'Unrecognized key'],
  [{ passwordFile: '' }, 'passwordFile: the path of a file'],
])('a mistake is told with its option: %j', (change, said) => {
  expect(mistakes({ ...there, ...change }).join('\n')).toContain(said);
});
