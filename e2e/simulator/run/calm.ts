import { LEASE_MS } from '../world/shop/exchange.ts';
import type { World } from '../world/world.ts';
import type { Acts } from './acts.ts';

const ROUND_MS = 60_000;
const ROUNDS = 60;
/** A source is read within a round; what one shop's orders no longer hold back the other hears within one more. */
const LAST_ROUNDS = 3;
/** A person presses Retry so often where nothing comes of it. */
const RETRIES_MAX = 3;

/** The storm is over: systems answer, people pay, the warehouse works, and where a person is asked, one presses Retry. */
export async function calmDown(world: World, acts: Acts): Promise<void> {
  const { ticker, shops } = world;
  const { erp, warehouse } = world.outside;
  world.say('fault', () => 'nothing goes wrong any more');
  world.faults.disarm();
  // What a clock that ran ahead was told to wait for comes when the true time is there.
  const ahead = Math.max(0, ...world.workers.machines.map(({ aheadMs }) => aheadMs));
  const rounds = ROUNDS + Math.ceil(ahead / ROUND_MS);
  world.repair();
  const retried = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    await ticker.moveTo(ticker.now() + ROUND_MS);
    world.catchUp();
    erp.allocate('full');
    warehouse.work();
    warehouse.deliver();
    warehouse.receive();
    warehouse.inspect(round);
    let busy = false;
    for (const shop of shops.values()) {
      shop.goOn();
      acts.mend(shop);
      acts.judgeHeldStock(shop);
      for (const { key, order, mirror } of shop.db.subjects.values()) {
        if (order?.status === 'pending') shop.change(key, { status: 'processing' });
        const times = retried.get(`${shop.code} ${key}`) ?? 0;
        if (mirror?.state === 'needs_attention' && times < RETRIES_MAX) {
          retried.set(`${shop.code} ${key}`, times + 1);
          acts.command(shop, key, 'retry');
        }
        busy ||=
          (order !== null || key.startsWith('return/')) &&
          (mirror === null ||
            (mirror.open && mirror.exceptions.length === 0) ||
            (times < RETRIES_MAX && mirror.state === 'needs_attention'));
      }
      // An engine that has to wait for the lease of the one before it tells nothing before it has it.
      const isServed = shop.db.lease.until - LEASE_MS > ticker.now() - ROUND_MS;
      busy ||= shop.db.rows.length > 0 || shop.db.rewoundAt !== null || !isServed;
    }
    if (!busy) break;
  }
  await ticker.moveTo(ticker.now() + LAST_ROUNDS * ROUND_MS);
}
