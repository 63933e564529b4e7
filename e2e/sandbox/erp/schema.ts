export const ERP_SCHEMA = `
  CREATE TABLE IF NOT EXISTS channel_sale (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    allocated INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sales_order (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT UNIQUE,
    external_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'allocated', 'shipped', 'closed', 'cancelled')),
    allocation TEXT NOT NULL CHECK (allocation IN ('none', 'partial', 'full')),
    revision INTEGER NOT NULL DEFAULT 1,
    currency TEXT NOT NULL,
    total_minor INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    change INTEGER NOT NULL,
    due_at_ms INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sales_order_external_id ON sales_order (external_id);
  CREATE UNIQUE INDEX IF NOT EXISTS sales_order_change ON sales_order (change);
  CREATE INDEX IF NOT EXISTS sales_order_due ON sales_order (due_at_ms) WHERE due_at_ms IS NOT NULL;
  CREATE INDEX IF NOT EXISTS sales_order_short ON sales_order (status) WHERE status = 'open';
  CREATE TABLE IF NOT EXISTS sales_order_item (
    order_seq INTEGER NOT NULL REFERENCES sales_order (seq),
    line_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    allocated INTEGER NOT NULL DEFAULT 0,
    shipped INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (order_seq, line_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS order_shipment (
    order_seq INTEGER NOT NULL REFERENCES sales_order (seq),
    external_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (order_seq, external_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS order_substitution (
    order_seq INTEGER NOT NULL REFERENCES sales_order (seq),
    external_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    shipped INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (order_seq, external_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY,
    expires_at_ms INTEGER NOT NULL
  ) STRICT;
`;
