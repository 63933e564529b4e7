import { type FreshLook, type OrderSnapshot, SNAPSHOT_BYTES_MAX, Snapshot } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { contentDigest } from './content.ts';
import { externalIdOf } from './external-id.ts';
import { beginAnew, comeBack, heardAgain, keepSettledRefunds } from './restored.ts';
import type { OrderSettings } from './settings.ts';
import { slim } from './slim.ts';
import { narrate } from './story.ts';
import type { Turn } from './turn.ts';

type Seen = Pick<FreshLook, 'incarnation' | 'rev' | 'snapshot'>;

/** Is this revision above the one we know? One begun from a checkpoint takes its own revision once more. */
function isNews(turn: Turn, seen: Seen): boolean {
  const { incarnation, rev, resumed } = turn.state.shop;
  if (seen.incarnation !== incarnation) return seen.incarnation > incarnation;
  return seen.rev > rev || (resumed && seen.rev === rev);
}

/** Takes a revision of the shop in; false: it was none above the known one, and nothing changed. */
export function takeLook(turn: Turn, seen: Seen, own: boolean): boolean {
  if (!isNews(turn, seen)) return false;
  if (turn.state.shop.rev > 0 && seen.incarnation > turn.state.shop.incarnation) heardAgain(turn);
  const { shop } = turn.state;
  Object.assign(shop, { incarnation: seen.incarnation, rev: seen.rev, resumed: false });
  if (seen.snapshot === null) {
    shop.unreadable = tooLarge(`The order's snapshot is larger than ${SNAPSHOT_BYTES_MAX / 1024} KB.`);
    return true;
  }
  const parsed = Snapshot.safeParse(seen.snapshot);
  if (!parsed.success || `order/${parsed.data.id}` !== turn.state.subject) {
    const detail = parsed.success ? 'It is about another order.' : describe(parsed.error.issues);
    shop.unreadable = raise('parse', {
      about: ['snapshot'],
      title: "What the shop says of an order can't be read",
      nextStep: 'Look for a plugin that changes orders (see the detail); the next change of the order is read anew.',
      detail,
    });
    turn.say(`The shop's order can't be read: ${detail}`, 'error', 'shop');
    return true;
  }
  shop.unreadable = null;
  if (parsed.data.deleted) {
    if (!shop.deleted) turn.say('Deleted in the shop for good', 'warning', 'shop');
    shop.deleted = true;
    return true;
  }
  const order = slim(parsed.data, metaKeys(turn.settings));
  if (order === null) shop.unreadable = tooLarge('The order has more lines than can be worked with.');
  else takeOrder(turn, order, own);
  return true;
}

/** Meta that rules read. */
const metaKeys = ({ fraudMetaKeys, substitutesMetaKey }: OrderSettings): string[] =>
  substitutesMetaKey === null ? fraudMetaKeys : [...fraudMetaKeys, substitutesMetaKey];

function takeOrder(turn: Turn, order: OrderSnapshot, own: boolean): void {
  const { state } = turn;
  const { incarnation, keyedIn } = state.shop;
  const externalId = externalIdOf(turn.shop.code, order);
  const another = state.externalId !== null && state.externalId !== externalId;
  if (another && incarnation > keyedIn) beginAnew(turn);
  else if (incarnation > keyedIn) {
    comeBack(turn);
    keepSettledRefunds(turn, order);
  }
  const digest = contentDigest(order);
  narrate(turn, order, digest, own);
  state.externalId ??= externalId;
  Object.assign(state.shop, {
    keyedIn: state.externalId === externalId ? incarnation : keyedIn,
    order,
    digest,
    status: order.status,
    refunds: order.refunds.map((refund) => refund.id),
    deleted: false,
  });
}

const tooLarge = (detail: string) =>
  raise('too_large', {
    about: ['snapshot'],
    detail,
    title: 'The order is too large to be sent',
    nextStep: 'Split the order or shorten its notes and meta, then press Retry.',
  });

/** Where the snapshot breaks its schema: paths and kinds, never values. */
function describe(issues: readonly { readonly path: PropertyKey[]; readonly code: string }[]): string {
  const places = issues.slice(0, 5).map((issue) => `${issue.path.map(String).join('.') || 'snapshot'} (${issue.code})`);
  return `Wrong at ${places.join(', ')}.`;
}
