export const STOCK_SCHEMA = `
  CREATE TABLE IF NOT EXISTS node (
    name TEXT PRIMARY KEY,
    online INTEGER NOT NULL DEFAULT 1 CHECK (online IN (0, 1))
  ) STRICT;
  CREATE TABLE IF NOT EXISTS item (
    sku TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    change INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS item_change ON item (change);
  CREATE TABLE IF NOT EXISTS position (
    sku TEXT NOT NULL REFERENCES item (sku),
    node TEXT NOT NULL REFERENCES node (name),
    on_hand INTEGER NOT NULL DEFAULT 0,
    allocated INTEGER NOT NULL DEFAULT 0,
    in_transit INTEGER NOT NULL DEFAULT 0,
    damaged INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sku, node)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS movement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL,
    node TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_hand INTEGER NOT NULL,
    allocated INTEGER NOT NULL,
    in_transit INTEGER NOT NULL,
    damaged INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
  ) STRICT;
`;
