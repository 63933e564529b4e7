import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startProcess } from '../../stage/serving/process.ts';
import { Bench, item, never, newExternalId, order } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start(100);
});
afterAll(() => bench?.stop());

const small = () => order(newExternalId(), { lines: [item('11', 'SKU-001', 1, 100)] });

test('a session lasts over a restart of either side; refused, it is renewed once for many callers', async () => {
  await bench.erp().port.findOrders('DEMO-0-0000', never);
  const before = bench.sessions();
  await bench.tryton.kill();
  await bench.tryton.start();
  const { port } = bench.erp();
  await port.findOrders('DEMO-0-0000', never);
  expect(bench.sessions()).toBe(before);
  await logOut();
  const many = Array.from({ length: 8 }, () => port.findOrders('DEMO-0-0000', never));
  expect(await Promise.all(many)).toEqual(many.map(() => []));
  expect(bench.sessions()).toBe(before + 1);
});

/** Ends the session that the adapter remembers. */
async function logOut(): Promise<void> {
  const [ticket] = [...bench.memory.values()];
  const { authorization } = JSON.parse(ticket ?? '') as { authorization: string };
  const headers = { 'content-type': 'application/json', authorization };
  const body = JSON.stringify({ id: 1, method: 'common.db.logout', params: [] });
  const answer = await fetch(`${bench.tryton.url}/${bench.tryton.database}/`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}

test('no password, and no session, is in what is recorded', async () => {
  const said: string[] = [];
  bench.memory.clear();
  await bench.erp({}, (_, one) => said.push(JSON.stringify(one))).port.findOrders('DEMO-0-0000', never);
  const password = readFileSync(bench.tryton.passwordFile, 'utf8').trim();
  const [ticket = ''] = [...bench.memory.values()];
  const { authorization } = JSON.parse(ticket) as { authorization: string };
  expect(said.length).toBeGreaterThan(1);
  for (const secret of [password, authorization, atob(authorization.slice('Session '.length)).split(':')[2] ?? '?']) {
    expect(said.join('\n')).not.toContain(secret);
  }
});

test('changes come in pages without a gap, each once, and then no more', async () => {
  const { port } = bench.erp({ pageSize: 2 });
  const wanted: string[] = [];
  const start = (await read(port, null)).cursor;
  for (let n = 0; n < 5; n += 1) wanted.push((await port.createOrder(small(), never)).externalId);
  const { seen, cursor } = await read(port, start);
  expect(seen.toSorted()).toEqual(wanted.toSorted());
  expect(await port.changedSince(cursor, never)).toEqual({ externalIds: [], cursor });
  const [first = ''] = wanted;
  const [found] = await port.findOrders(first, never);
  await port.cancelOrder(found?.id ?? '', never);
  expect((await read(port, cursor)).seen).toEqual([first]);
});

test('on the server as Tryton ships it, which answers in parallel, orders at once get numbers and stock of their own', async () => {
  await bench.tryton.stop();
  const threaded = await startProcess({
    name: 'trytond',
    program: 'trytond',
    args: ['-c', join(dirname(bench.tryton.databaseFile), 'trytond.conf'), '-d', bench.tryton.database],
    cwd: dirname(bench.tryton.databaseFile),
    env: { TZ: 'UTC' },
    log: bench.tryton.log,
  });
  try {
    const { signal } = new AbortController();
    await vi.waitUntil(
      () =>
        bench
          .erp()
          .examine(words, signal)
          .then(([door]) => door?.result === 'ok'),
      30_000,
    );
    const ports = [bench.erp().port, bench.erp().port];
    const wanted = Array.from({ length: 6 }, () =>
      order(newExternalId(), { lines: [item('11', 'SKU-012', 40, 4000)] }),
    );
    const made = await Promise.all(wanted.map((one, n) => ports[n % 2]?.createOrder(one, signal)));
    expect(new Set(made.map((one) => one?.number)).size).toBe(6);
    // 100 on hand: two whole orders, and what is left to a third.
    const allocated = made.map((one) => one?.allocation).toSorted();
    expect(allocated).toEqual(['full', 'full', 'none', 'none', 'none', 'partial']);
  } finally {
    await threaded.kill();
    await bench.tryton.start();
  }
});

const words = { skus: [], taxCodes: [], paymentMethods: [], shippingMethods: [] };

async function read(port: ReturnType<Bench['erp']>['port'], from: string | null) {
  const seen = new Set<string>();
  for (let cursor = from; ; ) {
    const page = await port.changedSince(cursor, never);
    for (const externalId of page.externalIds) seen.add(externalId);
    if (page.cursor === cursor) return { seen: [...seen], cursor: page.cursor };
    cursor = page.cursor;
  }
}

test('stock: what is assigned is on hand and allocated, what was picked too, what left is gone', async () => {
  const { port } = bench.erp({ pageSize: 7 });
  const { externalId } = await port.createOrder(
    order(newExternalId(), { lines: [item('11', 'SKU-019', 3, 300)] }),
    never,
  );
  const stock = async () => {
    for (let cursor: string | null = null; ; ) {
      const page = await port.inventory(cursor, never);
      const found = page.positions.find(({ sku }) => sku === 'SKU-019');
      if (found !== undefined) return [found.node, found.onHand, found.allocated];
      cursor = page.cursor;
    }
  };
  expect(await stock()).toEqual(['WH', '100', '3']);
  const [id = 0] = await bench.admin.search('stock.shipment.out', [
    ['moves.origin.sale.reference', '=', externalId, 'sale.line'],
  ]);
  await bench.hands.step({ id, state: 'assigned' });
  expect(await stock()).toEqual(['WH', '100', '3']);
  await bench.hands.ship(id);
  expect(await stock()).toEqual(['WH', '97', '0']);
});

test('examine says what is there and what is not; a person without rights is told of', async () => {
  const words = {
    skus: ['SKU-001', 'NOPE'],
    taxCodes: ['VAT 19%', 'VAT 99%'],
    paymentMethods: [],
    shippingMethods: [],
  };
  const found = await bench.erp({ warehouse: 'Nowhere' }).examine(words, never);
  expect(found.map(({ check, result }) => `${check} ${result}`)).toEqual([
    ...['reachable ok', 'clock ok', 'sign_in ok', 'permissions ok', 'reference_data failed', 'quota not_checked'],
  ]);
  for (const lacking of ['Nowhere', 'VAT 99%', 'NOPE']) expect(found[4]?.detail).toContain(lacking);
  const open = await bench.admin.search('account.period', [['state', '=', 'open']]);
  const examined = async () => (await bench.erp().examine({ ...words, skus: [], taxCodes: [] }, never)).slice(4, -1);
  expect((await examined()).map(({ result }) => result)).toEqual(['ok']);
  await bench.admin.call('model.account.period.close', open);
  expect(await examined()).toMatchObject([
    { result: 'ok' },
    { result: 'warning', detail: expect.stringContaining('no open period') },
  ]);
  await bench.admin.call('model.account.period.reopen', open);
  const [user = 0] = await bench.admin.search('res.user', [['login', '=', bench.tryton.user]]);
  const without = async (...names: string[]) => {
    const groups = await bench.admin.search('res.group', [['name', 'in', names]]);
    await bench.admin.write('res.user', [user], { groups: [['remove', groups]] });
    // Who signs in anew is told of the groups; rights count at once.
    bench.memory.clear();
    return (await bench.erp().examine({ ...words, skus: [], taxCodes: [] }, never))[3]?.detail;
  };
  expect(await without('Sales Administrator')).toContain('the button process of sale.sale');
  expect(await without('Sales')).toContain('sale.sale (read, write, create)');
});
