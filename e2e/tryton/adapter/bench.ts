import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SalesOrder, WarehouseRelease } from '../../../contracts/src/index.ts';
import type { Said } from '../../../worker/src/systems/adapter.ts';
import { trytonErp } from '../../../worker/src/systems/erp/tryton/adapter.ts';
import { trytonWms } from '../../../worker/src/systems/wms/tryton/adapter.ts';
import { WarehouseHands } from '../hands.ts';
import { layTryton } from '../lay.ts';
import type { TrytonSession } from '../rpc.ts';
import { type RunningTryton, startTryton } from '../start.ts';

export const never = new AbortController().signal;

/** What went over the line, as the recorder is told. */
type Listener = (method: string, said: Said) => void;

/** A real Tryton, and the adapters opened on it, each with a memory and ears of its own. */
export class Bench {
  readonly tryton: RunningTryton;
  readonly admin: TrytonSession;
  readonly hands: WarehouseHands;
  readonly memory = new Map<string, string>();
  readonly #folder: string;

  private constructor(folder: string, tryton: RunningTryton, admin: TrytonSession, hands: WarehouseHands) {
    this.#folder = folder;
    this.tryton = tryton;
    this.admin = admin;
    this.hands = hands;
  }

  static async start(onHand: number): Promise<Bench> {
    const folder = mkdtempSync(join(tmpdir(), 'causeway-tryton-'));
    const tryton = await startTryton(await layTryton(join(folder, 'erp'), { onHand }));
    const hands = new WarehouseHands(await tryton.session('warehouse'));
    return new Bench(folder, tryton, await tryton.session('admin'), hands);
  }

  async stop(): Promise<void> {
    await this.tryton.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  erp(options: object = {}, listen: Listener = () => {}) {
    const settings = trytonErp.settings.parse({ ...this.#options(), paymentTerms: { '*': 'Due at once' }, ...options });
    return trytonErp.open(settings, this.#surroundings(listen));
  }

  wms(orders: 'here' | 'elsewhere', options: object = {}) {
    const settings = trytonWms.settings.parse({ ...this.#options(), orders, ...options });
    return trytonWms.open(
      settings,
      this.#surroundings(() => {}),
    );
  }

  /** Sessions that were ever made for the API user. */
  sessions(): number {
    const database = new DatabaseSync(this.tryton.databaseFile, { readOnly: true, timeout: 10_000 });
    try {
      return Number(database.prepare('SELECT max(id) AS last FROM ir_session').get()?.last);
    } finally {
      database.close();
    }
  }

  #options() {
    const { url, database, user, passwordFile } = this.tryton;
    return { url, database, user, passwordFile };
  }

  #surroundings(listen: Listener) {
    const { memory } = this;
    return {
      name: 'tryton',
      secret: (file: string) => readFileSync(file, 'utf8').trim(),
      now: Date.now,
      memory: {
        read: (key: string) => memory.get(key) ?? null,
        write: (key: string, text: string) => void memory.set(key, text),
      },
      recorder: { keep: (said: Said) => listen(/"method":"([^"]+)"/.exec(said.request.body ?? '')?.[1] ?? '', said) },
    };
  }
}

let orders = 0;
export function newExternalId(): string {
  orders += 1;
  return `DEMO-${orders}-ab1d`;
}

const ADDRESS = {
  ...{ name: 'Ada Quist', company: 'Quist Ltd', line1: '1 Quay Road', line2: 'Door 4', city: 'Bremen' },
  ...{ state: 'HB', postcode: '28195', country: 'DE', phone: '0421 1' },
};

type Line = SalesOrder['lines'][number];
export const item = (lineId: string, sku: string, quantity: number, netMinor: number, taxMinor = 0): Line => ({
  ...{ lineId, kind: 'item', sku, description: `Goods ${sku}`, quantity: String(quantity) },
  ...{ netMinor, taxMinor, taxCode: taxMinor === 0 ? null : 'VAT 19%' },
});

/** An order of these lines, or of two goods: 6 and 1 pieces. */
export function order(externalId: string, { lines, ...more }: Partial<SalesOrder> = {}): SalesOrder {
  const all = lines ?? [item('11', 'SKU-001', 6, 6000, 1140), item('12', 'SKU-002', 1, 499, 95)];
  const sum = (of: (line: Line) => number) => all.reduce((total, line) => total + of(line), 0);
  return {
    ...{ externalId, shopOrderId: 42, shopOrderNumber: '42', orderedAt: '2026-11-20T22:00:00Z', paidAt: null },
    ...{ currency: 'EUR', currencyDigits: 2, billTo: ADDRESS, shipTo: { ...ADDRESS, line1: '2 Pier' } },
    customer: { accountId: null, email: 'Ada@Quist.test', name: 'Ada Quist', phone: '0421 1' },
    payment: { method: 'CARD', state: 'paid', transactionId: 'tx_1' },
    ...{ shippingMethod: 'DHL', note: 'Ring twice', traceId: 'ab'.repeat(16), lines: all },
    totalMinor: sum(({ netMinor, taxMinor }) => netMinor + taxMinor),
    taxMinor: sum(({ taxMinor }) => taxMinor),
    ...more,
  };
}

/** The release of `order`'s goods. */
export function release({ externalId, lines, shipTo, traceId }: SalesOrder, erpNumber: string): WarehouseRelease {
  const goods = lines.map(({ lineId, sku, quantity }) => ({ lineId, sku: sku ?? '', quantity }));
  return { externalId, erpNumber, shipTo, email: 'ada@quist.test', shippingMethod: 'DHL', lines: goods, traceId };
}
