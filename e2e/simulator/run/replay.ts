import { Broken } from '../promises/judge.ts';
import { isLate } from '../promises/nothing-twice.ts';
import type { Kept } from '../world/outside/documents.ts';
import { SETTLE_MS } from '../world/settings.ts';
import type { ShopDatabase } from '../world/shop/database.ts';
import type { World } from '../world/world.ts';

const QUIET_MS = 240_000;

/** Everything is told once more, and every order is replayed: nothing may come of it. Throws `Broken`. */
export async function replayAll(world: World): Promise<void> {
  const before = deeds(world);
  world.say('people', () => 'replay every order; the shop and both systems tell everything once more');
  for (const shop of world.shops.values()) {
    for (const { key, order, mirror } of shop.db.subjects.values()) {
      if (order === null) continue;
      shop.tellAgain(key);
      // Of an order that a person is asked about, a replay may well do what is missing.
      if (mirror === null || mirror.exceptions.length > 0) continue;
      shop.command(key, {
        command: 'replay',
        by: { user_id: 0, name: 'operator' },
        asked_at: world.ticker.now(),
        seen: null,
        cause: null,
        reason: 'once more',
        filter: null,
      });
    }
  }
  world.announceAll();
  await world.ticker.moveTo(world.ticker.now() + QUIET_MS);
  const after = deeds(world);
  const more = Object.keys(after).find((what) => after[what] !== before[what]);
  if (more === undefined) return;
  throw new Broken('replay changes nothing', `${more}: ${before[more]} before the replay, ${after[more]} after it`);
}

const stockOf = ({ products }: ShopDatabase): string =>
  [...products.values()].map(({ sku, stock }) => `${stock} ${sku}`).join(', ');

/** What was ever done, as the stores have it. */
function deeds({ shops, clockSetAt, outside: { erp, warehouse } }: World): Readonly<Record<string, string>> {
  // What a system committed long after it may is found by looking again: that is what a replay is for.
  const states = (documents: Iterable<Kept<{ id: string; externalId: string; status: string }>>) =>
    [...documents].flatMap((kept) => (isLate(kept, SETTLE_MS) ? [] : `${kept.doc.id} ${kept.doc.status}`)).join(', ');
  // A new engine does not know how far orders are that were over before it: a replay tells it, and it the other shop.
  const isNew = [...shops.values()].some(({ db }) => db.lease.epoch > 1);
  const told = [...shops.values()].flatMap(({ code, db, payments }) => [
    [`done in ${code}`, String(db.performed.length)] as const,
    [`paid back by ${code}`, String(payments.length)] as const,
    [`stock of ${code}`, clockSetAt.length > 0 || isNew ? '' : stockOf(db)] as const,
  ]);
  return {
    'ERP orders': states(erp.orders.all()),
    releases: states(warehouse.releases.all()),
    'ERP returns': states(erp.returns.all()),
    'credit memos': states(erp.memos.all()),
    receipts: states(warehouse.receipts.all()),
    ...Object.fromEntries(told),
  };
}
