import type { Mood } from './back-office.ts';
import type { Road } from './road.ts';
import { aRefund, aRefundedUnit } from './snapshot.ts';

/** Something that happens around an order, in words, so that a counterexample can be read. */
export type Act = readonly [what: string, how: string];

export function perform(road: Road, [what, how]: Act): void {
  switch (what) {
    case 'reply':
      road.reply(how as Mood);
      break;
    case 'wait':
      road.wait();
      break;
    case 'exchange':
      road.exchange(how as 'willing');
      break;
    case 'notice':
      road.notice(how);
      break;
    case 'look':
      road.look();
      break;
    case 'allocate':
      road.office.allocate(how as 'full');
      break;
    case 'work':
      road.office.work(how !== '');
      break;
    case 'lack':
      road.office.lacksOf = how;
      break;
    case 'restock':
      road.office.restock(['CW-001', 'CW-002'], how);
      break;
    case 'restock others':
      road.office.restock(['CW-009'], how);
      break;
    case 'find after all':
      road.office.findAfterAll();
      break;
    case 'lose engine':
      road.loseEngine();
      break;
    case 'restart':
      road.restart();
      break;
    case 'back up':
      road.backup = road.shop.backup();
      break;
    case 'restore shop':
      road.restoreShop(road.backup);
      break;
    case 'status':
      road.shop.change({ status: how });
      road.look();
      break;
    case 'refund':
      road.shop.change({ refunds: [aRefund(77)] });
      road.look();
      break;
    case 'move':
      road.shop.change({ shipping: { ...road.shop.order.shipping, city: `Town ${road.shop.rev}` } });
      road.look();
      break;
    case 'refund a unit':
      road.shop.change({ refunds: [...road.shop.order.refunds, aRefundedUnit(100 + road.shop.order.refunds.length)] });
      road.look();
      break;
    case 'note':
      road.shop.change({ customer_note: `note ${road.shop.rev}` });
      road.look();
      break;
    case 'skip':
      road.command('skip', { reason: 'Left out in a rehearsal' });
      break;
    case 'replay':
      road.command('replay', { seen: null });
      break;
    case 'retry':
      road.command('retry');
      break;
    default:
      throw new Error(`no such act: ${what}`);
  }
}
