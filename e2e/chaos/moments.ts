import { setTimeout as pause } from 'node:timers/promises';
import type { Call, FaultProxy } from '../adapters/fault-proxy.ts';
import type { Deed } from './deeds/deed.ts';
import type { Blow } from './plan.ts';

/** With nobody buying any more and nothing sent for so long, no order is on its way to the ERP. */
const IDLE_MS = 4000;

export const isCreation = ({ method, path }: Call) => method === 'POST' && path === '/orders';

/**
 * Lets the blow fall on its order. Returns the number of the order on which it fell; null: none was on its way any more,
 * so it fell then.
 */
export async function fallAt(
  proxy: FaultProxy,
  { nth, at }: Blow,
  fall: Deed['fall'],
  isBuying: () => boolean,
): Promise<number | null> {
  const sent = () => proxy.count(isCreation);
  let falling = false;
  const onOrder = new Promise<number>((resolve, reject) => {
    const isIt = (call: Call) => !falling && isCreation(call) && sent() >= nth;
    proxy.interrupt(at, isIt, async () => {
      falling = true;
      const number = sent();
      const fate = fall();
      fate.then(() => resolve(number), reject);
      return fate;
    });
  });
  let quietSince = Date.now();
  let seen = sent();
  for (;;) {
    const number = await Promise.race([onOrder, pause(100, null)]);
    if (number !== null) return number;
    if (isBuying() || sent() !== seen) {
      seen = sent();
      quietSince = Date.now();
    }
    if (!falling && Date.now() - quietSince > IDLE_MS) {
      falling = true;
      await fall();
      return null;
    }
  }
}
