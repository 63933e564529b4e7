import type { DatabaseSync } from 'node:sqlite';
import { rows } from './rows.ts';
import { type Units, unitsOf } from './units.ts';

/** An ERP's return (RMA), live or cancelled. */
export interface ErpReturnHolding {
  readonly number: string;
  readonly orderExternalId: string;
  readonly status: string;
  readonly units: Units;
}

export interface CreditMemoHolding {
  readonly number: string;
  readonly orderExternalId: string;
  readonly status: string;
  readonly totalMinor: number;
  readonly units: Units;
}

/** What came back to the warehouse, and what became of it. */
export interface ReceiptHolding {
  readonly id: string;
  readonly orderExternalId: string;
  readonly status: string;
  readonly received: Units;
  /** Disposition → units; what nothing got is left out. */
  readonly dispositions: Readonly<Record<string, Units>>;
}

interface Document {
  readonly seq: number;
  readonly name: string;
  readonly order_external_id: string;
  readonly status: string;
  readonly total_minor: number;
  readonly body: string;
}

interface BodyLine {
  readonly sku?: string;
  readonly quantity?: number;
}

export function readErpReturns(erp: DatabaseSync): ErpReturnHolding[] {
  return rows<Document>(erp, 'SELECT *, number AS name FROM erp_return ORDER BY seq').map((row) => ({
    ...{ number: row.name, orderExternalId: row.order_external_id, status: row.status, units: unitsIn(row) },
  }));
}

export function readCreditMemos(erp: DatabaseSync): CreditMemoHolding[] {
  return rows<Document>(erp, 'SELECT *, number AS name FROM credit_memo ORDER BY seq').map((row) => ({
    ...{ number: row.name, orderExternalId: row.order_external_id, status: row.status, units: unitsIn(row) },
    totalMinor: row.total_minor,
  }));
}

/** Lines without goods (shipping that is paid back) are none here. */
function unitsIn({ body }: Document): Units {
  const { lines } = JSON.parse(body) as { lines: BodyLine[] };
  return unitsOf(lines.map(({ sku = '', quantity = 0 }) => ({ sku, quantity: sku === '' ? 0 : quantity })));
}

const DISPOSITIONS = ['restock', 'damaged', 'quarantine', 'scrap'] as const;

type ReceiptLine = { seq: number; sku: string; received: number } & Record<(typeof DISPOSITIONS)[number], number>;

export function readReceipts(wms: DatabaseSync): ReceiptHolding[] {
  const lines = Map.groupBy(
    rows<ReceiptLine>(wms, 'SELECT *, receipt_seq AS seq FROM return_receipt_line'),
    ({ seq }) => seq,
  );
  return rows<Document>(wms, 'SELECT *, id AS name FROM return_receipt ORDER BY seq').map((row) => {
    const own = lines.get(row.seq) ?? [];
    const became = DISPOSITIONS.map(
      (name) => [name, unitsOf(own.map(({ sku, [name]: quantity }) => ({ sku, quantity })))] as const,
    );
    return {
      ...{ id: row.name, orderExternalId: row.order_external_id, status: row.status },
      received: unitsOf(own.map(({ sku, received }) => ({ sku, quantity: received }))),
      dispositions: Object.fromEntries(became.filter(([, units]) => Object.keys(units).length > 0)),
    };
  });
}
