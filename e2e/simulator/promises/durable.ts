import type { Promise_ } from './stores.ts';

/** A row is acknowledged only after the engine's disk has it: a power cut would not take it. */
export const durable: Promise_ = {
  name: 'what is acknowledged is durable',
  acknowledging(shop, rows, isSafe) {
    for (const row of shop.db.rows) {
      if (!rows.includes(row.row) || row.servedAs.length === 0 || row.servedAs.some(isSafe)) continue;
      return `row ${row.row} (${row.subject}) is acknowledged, and the engine's disk does not have it`;
    }
    return null;
  },
};

/** No call leaves and no effect is told before the engine's disk has it. */
export const heardLater: Promise_ = {
  name: 'nothing is heard of before the disk has it',
  heard: (what, isOnDisk) => (isOnDisk ? null : `${what} leaves, and a power cut would take it from the engine`),
};
