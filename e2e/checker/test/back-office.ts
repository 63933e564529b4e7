import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface LaidDocument {
  readonly name: string;
  readonly externalId: string;
  readonly status?: string;
  readonly totalMinor?: number;
  readonly askedAtMs?: number;
  /** Units by SKU. */
  readonly lines: Readonly<Record<string, number>>;
}

/** The columns that the sandbox's README promises to whoever counts. */
export function layBackOffice(
  folder: string,
  orders: readonly LaidDocument[],
  releases: readonly LaidDocument[],
): void {
  mkdirSync(folder, { recursive: true });
  const erp = new DatabaseSync(join(folder, 'erp.sqlite'));
  erp.exec(`
    CREATE TABLE sales_order (seq INTEGER PRIMARY KEY, number TEXT, external_id TEXT, status TEXT, currency TEXT, total_minor INTEGER);
    CREATE TABLE sales_order_item (order_seq INTEGER, sku TEXT, quantity INTEGER);
    CREATE TABLE request (method TEXT, path TEXT, external_id TEXT, received_at_ms INTEGER);
  `);
  for (const [
    index,
    { name, externalId, status = 'allocated', totalMinor = 0, askedAtMs, lines },
  ] of orders.entries()) {
    erp
      .prepare('INSERT INTO sales_order VALUES (?, ?, ?, ?, ?, ?)')
      .run(index, name, externalId, status, 'EUR', totalMinor);
    for (const [sku, quantity] of Object.entries(lines))
      erp.prepare('INSERT INTO sales_order_item VALUES (?, ?, ?)').run(index, sku, quantity);
    if (askedAtMs !== undefined)
      erp.prepare("INSERT INTO request VALUES ('POST', '/orders', ?, ?)").run(externalId, askedAtMs);
  }
  erp.close();
  const wms = new DatabaseSync(join(folder, 'wms.sqlite'));
  wms.exec(`
    CREATE TABLE warehouse_release (seq INTEGER PRIMARY KEY, id TEXT, external_id TEXT, status TEXT);
    CREATE TABLE release_line (release_seq INTEGER, sku TEXT, shipped INTEGER);
  `);
  for (const [index, { name, externalId, status = 'shipped', lines }] of releases.entries()) {
    wms.prepare('INSERT INTO warehouse_release VALUES (?, ?, ?, ?)').run(index, name, externalId, status);
    for (const [sku, quantity] of Object.entries(lines))
      wms.prepare('INSERT INTO release_line VALUES (?, ?, ?)').run(index, sku, quantity);
  }
  wms.close();
}
