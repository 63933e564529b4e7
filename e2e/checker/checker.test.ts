import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LaidDocument, layBackOffice } from './test/back-office.ts';
import { runChecker, writeBuyerLog } from './test/checker.ts';
import { type LaidOrder, type Layout, layShop } from './test/shop.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checker-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

// The last four digits are `printf %s wc_order_a | sha256sum`, and so on: known answers, not the checker's own.
const A = 'DEMO-101-e4be';
const B = 'DEMO-102-19ec';
const C = 'DEMO-103-0000';

const shopOrders: LaidOrder[] = [
  { id: 101, key: 'wc_order_a', status: 'wc-completed', total: '49.90000000', erpNumber: 'SO-1', lines: [[11, 2]] },
  {
    id: 102,
    key: 'wc_order_b',
    status: 'wc-completed',
    total: '10',
    erpNumber: 'SO-2',
    lines: [
      [12, 1],
      [13, 1, 14],
      [13, 3, 15],
    ],
  },
];
const erpOrders: LaidDocument[] = [
  { name: 'SO-1', externalId: A, totalMinor: 4_990, askedAtMs: 1_100, lines: { 'CW-001': 2 } },
  {
    name: 'SO-2',
    externalId: B,
    totalMinor: 1_000,
    askedAtMs: 2_300,
    lines: { 'CW-002': 1, 'CW-003-R': 1, 'CW-003': 3 },
  },
];
const releases: LaidDocument[] = [
  { name: 'WR-1', externalId: A, lines: { 'CW-001': 2 } },
  { name: 'WR-2', externalId: B, lines: { 'CW-002': 1, 'CW-003-R': 1, 'CW-003': 3 } },
];
const placed = [
  { id: 101, key: 'wc_order_a', at: 1_000 },
  { id: 102, key: 'wc_order_b', at: 2_000 },
];

interface Scene {
  readonly layout?: Layout;
  readonly shop?: readonly LaidOrder[];
  readonly erp?: readonly LaidDocument[];
  readonly wms?: readonly LaidDocument[];
}

function lay({
  layout = 'order tables',
  shop = shopOrders,
  erp = erpOrders,
  wms = releases,
}: Scene = {}): DatabaseSync {
  const database = layShop(join(folder, 'wp'), layout, shop);
  layBackOffice(join(folder, 'sandbox'), erp, wms);
  writeBuyerLog(folder, placed);
  return database;
}

describe('when every order came through', () => {
  const layouts: [Layout, string][] = [
    ['order tables', 'woocommerce 11.0.1'],
    ['posts', 'woocommerce 11.0.1'],
    ['store double', 'store double'],
  ];
  it.each(layouts)('it says so of %s', (layout, store) => {
    lay({ layout });
    const { code, count, findings } = runChecker(folder);
    expect(findings).toEqual([]);
    expect(count).toEqual({
      store,
      orders: 2,
      accepted: 2,
      released: 2,
      shipped: 2,
      completed: 2,
      exceptions: 0,
      erp_duplicates: 0,
      order_to_erp_ms: { p50: 100, p99: 300 },
    });
    expect(code).toBe(0);
  });
});

describe('it finds', () => {
  const [first, second] = shopOrders as [LaidOrder, LaidOrder];
  const [erpFirst, erpSecond] = erpOrders as [LaidDocument, LaidDocument];
  const [wmsFirst, wmsSecond] = releases as [LaidDocument, LaidDocument];
  const cases: [string, Scene, object, RegExp][] = [
    [
      'an order that never reached the ERP',
      { erp: [erpFirst], wms: [wmsFirst] },
      { accepted: 1, released: 1, shipped: 1 },
      /102 .* not in the ERP/,
    ],
    [
      'an order that the shop lost',
      { shop: [first] },
      { accepted: 1, completed: 1 },
      /102 .* lost: the shop has no such order/,
    ],
    [
      'an order twice in the ERP',
      { erp: [...erpOrders, { ...erpSecond, name: 'SO-3' }] },
      { accepted: 2, erp_duplicates: 1 },
      /2 live ERP orders: SO-2, SO-3/,
    ],
    [
      'a release twice',
      { wms: [...releases, { ...wmsSecond, name: 'WR-3' }] },
      { released: 2, erp_duplicates: 1 },
      /2 live releases: WR-2, WR-3/,
    ],
    [
      'a number that was not written back',
      { shop: [first, withoutNumber(second)] },
      { accepted: 1 },
      /the shop doesn't hold the ERP number SO-2/,
    ],
    [
      'a wrong number',
      { shop: [first, { ...second, erpNumber: 'SO-9' }] },
      { accepted: 1 },
      /the shop holds SO-9, which is no live ERP order of it/,
    ],
    [
      'another total',
      { erp: [erpFirst, { ...erpSecond, totalMinor: 999 }] },
      { accepted: 1 },
      /SO-2: total 999 EUR instead of 1000 EUR/,
    ],
    [
      'other lines',
      { erp: [{ ...erpFirst, lines: { 'CW-001': 1 } }, erpSecond] },
      { accepted: 1 },
      /SO-1: CW-001 1 instead of 2/,
    ],
    [
      'goods that were not ordered',
      { wms: [wmsFirst, { ...wmsSecond, lines: { ...wmsSecond.lines, 'CW-001': 1 } }] },
      { shipped: 2 },
      /WR-2 shipped CW-001 1 instead of 0/,
    ],
    [
      'a release that waits',
      { wms: [wmsFirst, { ...wmsSecond, status: 'packed' }] },
      { released: 2, shipped: 1 },
      /WR-2 is packed/,
    ],
    [
      'an order that is not completed',
      { shop: [first, { ...second, status: 'wc-processing' }] },
      { completed: 1 },
      /the shop has it as wc-processing/,
    ],
    [
      'another key under the id',
      { shop: [first, { ...second, key: 'wc_order_z' }] },
      { accepted: 2 },
      /another order key/,
    ],
    [
      'a document of no order',
      { erp: [...erpOrders, { ...erpFirst, name: 'SO-3', externalId: C }] },
      { erp_duplicates: 0 },
      /- .*DEMO-103-0000 .*SO-3 belongs to no order/,
    ],
    [
      'only a cancelled ERP order',
      { erp: [erpFirst, { ...erpSecond, status: 'cancelled' }] },
      { accepted: 1, erp_duplicates: 0 },
      /102 .* not in the ERP/,
    ],
  ];

  it.each(cases)('%s', (_, scene, figures, finding) => {
    lay(scene);
    const { code, count, findings } = runChecker(folder);
    expect(count).toMatchObject({ orders: 2, ...figures });
    expect(findings.join('\n')).toMatch(finding);
    expect(code).toBe(1);
  });

  it('open exceptions, and not those that are over', () => {
    const database = lay();
    for (const status of ['open', 'acknowledged', 'resolved', 'ignored'])
      database.exec(`INSERT INTO wp_causeway_exception VALUES ('${status}', '${status}')`);
    const { code, count } = runChecker(folder);
    expect([code, count.exceptions]).toEqual([1, 2]);
  });
});

it('takes a cancelled double for none, and a mapped SKU for the same', () => {
  const [erpFirst, erpSecond] = erpOrders as [LaidDocument, LaidDocument];
  const erp = [{ ...erpFirst, lines: { 'A-1': 2 } }, erpSecond, { ...erpSecond, name: 'SO-3', status: 'cancelled' }];
  lay({ erp, wms: [{ ...(releases[0] as LaidDocument), lines: { 'A-1': 2 } }, releases[1] as LaidDocument] });
  expect(runChecker(folder).code).toBe(1);
  writeFileSync(join(folder, 'map.json'), '{"CW-001":"A-1"}');
  expect(runChecker(folder, '--sku-map', join(folder, 'map.json'))).toMatchObject({ code: 0, findings: [] });
});

it('tells orders that the buyer did not place, and does not count them', () => {
  const other: LaidOrder = { id: 103, key: 'wc_order_c', status: 'wc-pending', total: '1', lines: [] };
  const draft: LaidOrder = { ...other, id: 104, status: 'wc-checkout-draft' };
  lay({ shop: [...shopOrders, other, draft] });
  const { code, count, findings } = runChecker(folder);
  expect(findings).toEqual(["1 orders in the shop are not in the buyer's log and not counted: 103"]);
  expect([code, count.orders]).toEqual([0, 2]);
});

it('finds the database that the configuration names', () => {
  lay().close();
  const wp = join(folder, 'wp');
  mkdirSync(join(folder, 'elsewhere'));
  const moved = new DatabaseSync(join(wp, 'wp-content/database/.ht.sqlite'));
  moved.exec(`VACUUM INTO '${join(folder, 'elsewhere/shop.sqlite')}'`);
  moved.exec('DELETE FROM wp_wc_orders');
  moved.close();
  writeFileSync(
    join(wp, 'wp-config.php'),
    `<?php\ndefine( 'DB_DIR', '${join(folder, 'elsewhere')}' );\ndefine('DB_FILE', "shop.sqlite");\n$table_prefix = 'wp_';`,
  );
  expect(runChecker(folder).code).toBe(0);
});

describe('it can not count', () => {
  const cases: [string, (database: DatabaseSync) => void, RegExp][] = [
    [
      'without the table of exceptions',
      (database) => database.exec('DROP TABLE wp_causeway_exception'),
      /no table wp_causeway_exception/,
    ],
    ['without orders', (database) => database.exec('DROP TABLE wp_woocommerce_order_items'), /no such table/],
    ['a broken log', () => writeFileSync(join(folder, 'buyer.jsonl'), '{"order_id":"101"}\n'), /buyer.jsonl:1/],
    [
      'an order placed twice',
      () => writeBuyerLog(folder, [...placed, ...placed]),
      /buyer.jsonl:3: order 101 is there twice/,
    ],
    ['without a back office', () => layBackOfficeAway(), /erp.sqlite is not there/],
  ];

  it.each(cases)('%s', (_, spoil, reason) => {
    spoil(lay());
    const { code, count, stderr } = runChecker(folder);
    expect([code, count]).toEqual([2, undefined]);
    expect(stderr).toMatch(reason);
  });
});

function layBackOfficeAway(): void {
  rmSync(join(folder, 'sandbox'), { recursive: true });
}

function withoutNumber({ erpNumber: _, ...order }: LaidOrder): LaidOrder {
  return order;
}
