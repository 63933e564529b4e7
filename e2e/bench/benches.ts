import { availability } from './availability/availability.ts';
import { movement } from './availability/movement.ts';
import { backlog } from './backlog/backlog.ts';
import { burst } from './burst/burst.ts';
import { capture } from './capture/capture.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import type { Listed, Options } from './options.ts';
import { peer } from './peer/peer.ts';
import { relay } from './relay/relay.ts';
import type { Result } from './result.ts';
import { writeback } from './writeback/writeback.ts';

export interface Bench extends Listed {
  run(options: Options): Promise<Result>;
}

/** Every bench; one entry each. */
export const BENCHES: readonly Bench[] = [
  {
    name: 'relay',
    about: 'deliveries a second beside a bare loop, and at an ERP that takes 50 ms',
    byDefault: true,
    run: relay,
  },
  {
    name: 'backlog',
    about: 'the same with 100,000 calls waiting and a million orders finished; memory',
    byDefault: true,
    run: backlog,
  },
  {
    name: 'latency',
    about: "from the checkout's response to the ERP's request, by each lane; what each costs an idle worker",
    byDefault: true,
    run: latency,
  },
  {
    name: 'writeback',
    about: 'ERP numbers and statuses a second through real WooCommerce, beside a loop that loads, sets and saves',
    byDefault: true,
    run: writeback,
  },
  {
    name: 'peer',
    about: "the same orders through WooCommerce's webhooks: rate, lag, and what each loses when the other side fails",
    byDefault: true,
    run: peer,
  },
  {
    name: 'burst',
    about: '10,000 orders within a minute: how fast they get through, for 75 s; what draining costs a checkout',
    byDefault: true,
    run: burst,
  },
  {
    name: 'availability',
    about: '100,000 SKUs at three places counted anew; 10,000 changed SKUs told, from the source to the answer',
    byDefault: true,
    run: availability,
  },
  {
    name: 'movement',
    about: 'from a movement in the warehouse to the product page that shows it',
    byDefault: false,
    run: movement,
  },
  {
    name: 'capture',
    about: 'what the plugin costs a save, a checkout, a request of no concern: off and on in turns, on both databases',
    byDefault: false,
    run: capture,
  },
  {
    name: 'memory',
    about: "the worker's memory at rest and after many orders; how many orders a minute take the whole road",
    byDefault: false,
    run: memory,
  },
];
