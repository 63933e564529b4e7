import type { Mood } from './back-office.ts';
import type { Road } from './road.ts';
import { aRefund, aRefundedUnit } from './snapshot.ts';

/** Something that happens around an order, in words, so that a counterexample can be read. */
export type Act = readonly [what: string, how: string];

const ACTS: Readonly<Record<string, (road: Road, how: string) => unknown>> = {
  reply: (road, mood) => road.reply(mood as Mood),
  wait: (road) => road.wait(),
  exchange: (road, mood) => road.exchange(mood as 'willing'),
  notice: (road, role) => road.notice(role),
  look: (road) => road.look(),
  allocate: ({ office }, allocation) => office.allocate(allocation as 'full'),
  work: ({ office }, inTwoParcels) => office.work(inTwoParcels !== ''),
  lack: ({ office }, line) => {
    office.lacksOf = line;
  },
  restock: ({ office }, units) => office.restock(['CW-001', 'CW-002'], units),
  'restock others': ({ office }, units) => office.restock(['CW-009'], units),
  'lose engine': (road) => road.loseEngine(),
  restart: (road) => road.restart(),
  'back up': (road) => {
    road.backup = road.shop.backup();
  },
  'restore shop': (road) => road.restoreShop(road.backup),
  status: (road, status) => road.change({ status }),
  refund: (road) => road.change({ refunds: [aRefund(77)] }),
  'refund a unit': (road) => {
    const { refunds } = road.shop.order;
    road.change({ refunds: [...refunds, aRefundedUnit(100 + refunds.length)] });
  },
  move: (road) => road.change({ shipping: { ...road.shop.order.shipping, city: `Town ${road.shop.rev}` } }),
  note: (road) => road.change({ customer_note: `note ${road.shop.rev}` }),
  skip: (road) => road.command('skip', { reason: 'Left out in a rehearsal' }),
  replay: (road) => road.command('replay', { seen: null }),
  retry: (road) => road.command('retry'),
};

export function perform(road: Road, [what, how]: Act): void {
  const act = ACTS[what];
  if (act === undefined) throw new Error(`no such act: ${what}`);
  act(road, how);
}
