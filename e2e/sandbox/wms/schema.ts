export const WMS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS warehouse_release (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT UNIQUE,
    external_id TEXT NOT NULL,
    erp_number TEXT NOT NULL,
    node TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('received', 'picked', 'packed', 'partially_shipped', 'shipped', 'cancelled')),
    wave TEXT NOT NULL DEFAULT 'to_pick' CHECK (wave IN ('to_pick', 'to_pack', 'to_ship')),
    first_pick_at_ms INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    change INTEGER NOT NULL,
    due_at_ms INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS warehouse_release_external_id ON warehouse_release (external_id);
  CREATE UNIQUE INDEX IF NOT EXISTS warehouse_release_change ON warehouse_release (change);
  CREATE INDEX IF NOT EXISTS warehouse_release_due ON warehouse_release (due_at_ms) WHERE due_at_ms IS NOT NULL;
  CREATE TABLE IF NOT EXISTS release_line (
    release_seq INTEGER NOT NULL REFERENCES warehouse_release (seq),
    line_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    picked INTEGER NOT NULL DEFAULT 0,
    shipped INTEGER NOT NULL DEFAULT 0,
    short INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (release_seq, line_id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS release_line_open ON release_line (sku) WHERE shipped + short < quantity;
  CREATE TABLE IF NOT EXISTS parcel (
    id TEXT PRIMARY KEY,
    release_seq INTEGER NOT NULL REFERENCES warehouse_release (seq),
    body TEXT NOT NULL,
    deliver_at_ms INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS parcel_under_way ON parcel (deliver_at_ms) WHERE deliver_at_ms IS NOT NULL;
  CREATE TABLE IF NOT EXISTS pick_rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL,
    external_id TEXT,
    pick INTEGER NOT NULL,
    rest_after_ms INTEGER,
    short INTEGER NOT NULL
  ) STRICT;
`;
