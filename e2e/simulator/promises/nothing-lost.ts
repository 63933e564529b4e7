import type { Mirror } from '@causeway/contracts';
import { releaseIdsOf } from '../world/names.ts';
import type { SubjectRow } from '../world/shop/database.ts';
import type { Shop } from '../world/shop/shop.ts';
import { externalIdOf } from './external-id.ts';
import { isLate } from './nothing-twice.ts';
import type { Promise_, Stores } from './stores.ts';

/** States in which an order rests although nobody has to decide anything. */
const AT_REST = new Set(['completed', 'cancelled', 'closed_by_person', 'skipped', 'lost_in_restore', 'before_go_live']);
/** Of a refund also that of an order which the ERP never got: nobody books it (docs/reliability.md, Goods). */
const RETURNS_AT_REST = new Set([
  'closed',
  'withdrawn',
  'refund_deleted',
  'closed_by_person',
  'lost_in_restore',
  'waiting_for_order',
]);
/** Somebody outside is awaited, and the shop says whom. */
const AWAITED = new Set(['waiting_for_payment', 'on_hold']);

const IN_THE_SHOP = 'a person in the shop';
const BACKORDER = 'stock: the rest is on backorder';

/** Once nothing goes wrong any more, every order and every return arrives, or a person sees why not. */
export function nothingLost(stores: Stores): Promise_ {
  const { shops, orders, releases, rules, settleMs } = stores;
  return {
    name: 'no order is lost: it arrives, or a person sees why not',
    calm() {
      for (const shop of shops.values()) {
        for (const row of shop.db.subjects.values()) {
          const wrong = row.order === null ? null : judge(shop, row, row.mirror);
          if (wrong !== null) return `${shop.code} ${row.key} (${row.order?.status} in the shop) ${wrong}`;
          const hangs = row.key.startsWith('return/') ? judgeReturn(shop, row) : null;
          if (hangs !== null) return `${shop.code} ${row.key} ${hangs}`;
        }
        if (shop.db.rows.length > 0) return `${shop.code} still has ${shop.db.rows.length} rows that nobody took`;
      }
      return null;
    },
  };

  function judge(shop: Shop, { order, erpNumber, parcels }: SubjectRow, mirror: Mirror | null): string | null {
    if (mirror === null || order === null) return 'was never heard of again';
    const { state, exceptions } = mirror;
    // What was not found waits, too, for who put the order on hold.
    const isHeld = order.status === 'on-hold' && state === 'partially_shipped' && mirror.waiting_for === IN_THE_SHOP;
    if (exceptions.length > 0 || AWAITED.has(state) || isHeld) return null;
    const externalId = externalIdOf(shop.code, order.id, order.key);
    const [live, sent] = [orders.live(externalId), releases.live(externalId)];
    // Nobody told the worker that the ERP lacked the rest, before it had it again (docs/reliability.md, Goods).
    const isUnheard = !rules.tellsFree && live.every(({ doc }) => doc.allocation === 'full');
    if (isUnheard && mirror.waiting_for === BACKORDER) return null;
    if (!AT_REST.has(state) && state !== 'shipped') return `hangs in "${state}": ${mirror.reason}`;
    // Of an order that was deleted before this engine read it only a system's word tells, and that came before it had the shop.
    const isNameless = mirror.checkpoint?.body.externalId === null;
    const goOn = [...live, ...sent].filter(
      (kept) => !isLate(kept, settleMs) && !(isNameless && kept.committedAt < shop.takenAt),
    );
    if (state === 'cancelled' && goOn.length > 0 && !isShownOfSystem(shop, externalId))
      return 'is cancelled, and ERP or warehouse go on';
    if (state !== 'completed') return null;
    const number = live[0]?.doc.number;
    if (live.length !== 1 || sent.length !== 1)
      return `is completed with ${live.length} ERP orders and ${sent.length} releases`;
    if (erpNumber !== number) return `is completed, and the shop says ${erpNumber} where the ERP says ${number}`;
    const left = releaseIdsOf(externalId).flatMap((id) =>
      releases.live(id).flatMap(({ doc }) => doc.shipments.map((parcel) => parcel.id)),
    );
    const shown = new Set(parcels.map(({ shipment_id }) => shipment_id));
    return left.every((id) => shown.has(id)) ? null : 'is completed, and not all of its parcels are shown';
  }
}

function judgeReturn({ db }: Shop, { key, mirror }: SubjectRow): string | null {
  if (mirror === null) return 'was never heard of again';
  if (mirror.exceptions.length > 0 || RETURNS_AT_REST.has(mirror.state)) return null;
  const refunded = [...db.subjects.values()].find(({ order }) =>
    order?.refunds.some(({ id }) => `return/r${id}` === key),
  );
  // A refund is booked once the ERP has its order, which waits for somebody itself.
  if (mirror.state === 'waiting_for_order' && !AT_REST.has(refunded?.mirror?.state ?? 'completed')) return null;
  return `hangs in "${mirror.state}": ${mirror.reason}`;
}

/** An order that was deleted before any engine left word of it: what the systems have is shown on their own pages. */
function isShownOfSystem({ db }: Shop, externalId: string): boolean {
  const shown = ['system/erp', 'system/wms'].flatMap((key) => db.subjects.get(key)?.mirror?.exceptions ?? []);
  return shown.some(({ detail }) => detail.includes(externalId));
}
