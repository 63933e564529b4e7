import type { OrderRequest } from './order-request.ts';

export interface OrderRow {
  readonly seq: number;
  readonly number: string;
  readonly external_id: string;
  readonly status: 'open' | 'allocated' | 'shipped' | 'closed' | 'cancelled';
  readonly allocation: 'none' | 'partial' | 'full';
  readonly revision: number;
  readonly body: string;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
  readonly change: number;
  readonly due_at_ms: number | null;
}

export interface OrderItemRow {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly allocated: number;
  readonly shipped: number;
}

/** Units of a line in whose place another item is sent. */
export interface SubstituteRow {
  readonly external_id: string;
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly shipped: number;
}

/** An order as the API shows it: what was sent, and what became of it. */
export function documentOf(
  row: OrderRow,
  itemRows: readonly OrderItemRow[],
  shipments: readonly { readonly body: string }[],
  substitutes: readonly SubstituteRow[],
): object {
  const sent = JSON.parse(row.body) as OrderRequest;
  const items = new Map(itemRows.map((item) => [item.line_id, item]));
  const lines = sent.lines.map((line) => {
    const item = items.get(line.line_id);
    if (item === undefined) return line;
    const quantity_open = item.quantity - item.shipped;
    return { ...line, quantity_allocated: item.allocated, quantity_shipped: item.shipped, quantity_open };
  });
  return {
    number: row.number,
    status: row.status,
    allocation: row.allocation,
    revision: row.revision,
    created_at: new Date(row.created_at_ms).toISOString(),
    changed_at: new Date(row.changed_at_ms).toISOString(),
    ...sent,
    lines,
    shipments: shipments.map(({ body }) => JSON.parse(body) as object),
    substitutions: substitutes.map(({ shipped, ...rest }) => ({ ...rest, quantity_shipped: shipped })),
  };
}
