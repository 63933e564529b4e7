import type { Shop } from '../stage/index.ts';
import { eventually } from './ground.ts';
import { sql } from './shop-store.ts';

/** Instead of waiting: a dead worker's lease, the minute after it, and the turn of a killed exchange are over. */
export async function leaseEnds(shop: Shop): Promise<void> {
  await sql(shop, 'UPDATE {link} SET lease_until = lease_until - 240000, busy_until = 0');
}

/** Instead of waiting: the turn of an exchange whose PHP was killed is over. */
export async function turnEnds(shop: Shop): Promise<void> {
  await sql(shop, 'UPDATE {link} SET busy_until = 0');
}

/** Instead of waiting: looks whose request was killed are a minute old, and the last sweep is five minutes ago. */
export async function letTimePass(shop: Shop): Promise<void> {
  const aMinute = () => sql(shop, 'UPDATE {outbox} SET first_at = first_at - 60000 WHERE filled_at IS NULL');
  const sweptAt = async () =>
    Number((await sql<{ swept_at: string }>(shop, 'SELECT swept_at FROM {link}'))[0]?.swept_at);
  const before = await sweptAt();
  await aMinute();
  await sql(shop, 'UPDATE {link} SET swept_at = swept_at - 300000');
  await eventually(async () => {
    if ((await sweptAt()) <= before) throw new Error('no sweep came');
  });
  // What the sweep found while a request might still have been writing it.
  await aMinute();
}
