import fc from 'fast-check';
import type { Mood } from './back-office.ts';
import type { Road } from './road.ts';
import { aRefund } from './snapshot.ts';

/** Something that happens around an order, in words, so that a counterexample can be read. */
export type Act = readonly [what: string, how: string];

const MOODS: readonly Mood[] = [
  'honest',
  'honest',
  'unreachable',
  'reply_lost',
  'acts_late',
  'crashed',
  'rate_limited',
  'signed_out',
  'claims_duplicate',
];
const STATUSES = ['pending', 'on-hold', 'processing', 'cancelled', 'completed', 'refunded', 'trash'];

const act = (what: string, hows: readonly string[] = ['']) => fc.constantFrom(...hows).map((how): Act => [what, how]);

/** Systems in every mood, notices doubled, looks replayed, clocks running. */
export const weather = fc.oneof(
  { weight: 8, arbitrary: act('reply', MOODS) },
  { weight: 3, arbitrary: act('wait') },
  { weight: 3, arbitrary: act('exchange', ['willing', 'failing', 'busy']) },
  { weight: 2, arbitrary: act('notice', ['erp', 'wms']) },
  { weight: 1, arbitrary: act('look') },
  { weight: 2, arbitrary: act('allocate', ['none', 'partial', 'full']) },
  { weight: 2, arbitrary: act('work', ['', 'two parcels']) },
);

export const crash = act('lose engine');

/** What people do meanwhile. */
export const people = fc.oneof(act('status', STATUSES), act('refund'), act('note'), act('retry'));

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
    case 'lose engine':
      road.loseEngine();
      break;
    case 'status':
      road.shop.change({ status: how });
      road.look();
      break;
    case 'refund':
      road.shop.change({ refunds: [aRefund(77)] });
      road.look();
      break;
    case 'note':
      road.shop.change({ customer_note: `note ${road.shop.rev}` });
      road.look();
      break;
    case 'retry':
      road.command('retry');
      break;
    default:
      throw new Error(`no such act: ${what}`);
  }
}
