import type { Promise_ } from './stores.ts';

/** A row is acknowledged only after the engine's file has it. */
export const durable: Promise_ = {
  name: 'what is acknowledged is durable',
  acknowledging(shop, rows, isSafe) {
    for (const row of shop.db.rows) {
      if (!rows.includes(row.row) || row.servedAs.length === 0 || row.servedAs.some(isSafe)) continue;
      return `row ${row.row} (${row.subject}) is acknowledged, and the engine's file does not have it`;
    }
    return null;
  },
};
