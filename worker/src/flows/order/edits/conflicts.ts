import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../../policy/raise.ts';
import { currencyDigits } from '../../../policy/rounding/currency.ts';
import { fromMinor, fromScaled, plainDecimal, scaled } from '../../../policy/rounding/money.ts';
import { isLive } from '../../errand/dealings.ts';
import { readOrder } from '../canonical/reading.ts';
import type { Intent } from '../intent.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import { wantedDelivery } from './amending.ts';
import { isSameAddress, type Parts, partsOf, UNTOLD } from './parts.ts';

/** What the shop changed of what the ERP took, and can't be changed there: both sides, and what may be done. */
export function edited(state: OrderState, intent: Intent | null, settings: OrderSettings): SubjectException[] {
  const { shop, sent, settled } = state;
  if (!state.accepted || sent === null || shop.digest === null || intent === 'cancel') return [];
  if (state.final !== null && state.final !== 'completed') return [];
  if (shop.digest === settled.digest) return [];
  if (shop.digest === sent.digest) return state.erp.holds === UNTOLD ? deliveryEdited(state) : [];
  return [...goodsEdited(state, settings), ...deliveryEdited(state)];
}

const SIDES: Readonly<Record<keyof Parts, string>> = {
  goods: 'lines or quantities',
  amounts: 'amounts',
  paying: 'billing address, e-mail or payment method',
  method: 'shipping method',
};

function goodsEdited(state: OrderState, settings: OrderSettings): SubjectException[] {
  const { sent, shop, erp, wms } = state;
  if (sent === null || shop.order === null) return [];
  const parts = partsOf(shop.order);
  const { parts: taken } = sent;
  const kinds = (Object.keys(SIDES) as (keyof Parts)[]).filter(
    (kind) => taken !== undefined && taken[kind] !== parts[kind],
  );
  if (taken !== undefined && kinds.length === 0) return [];
  const number = erp.doc?.number ?? 'The ERP';
  const what = taken === undefined ? 'Lines, amounts or addresses' : kinds.map((kind) => SIDES[kind]).join('; ');
  const sides = [...(kinds.includes('goods') ? quantities(state, settings) : []), ...totals(state)];
  const hand = isLive(wms.doc) ? 'change it in ERP and warehouse by hand' : 'change it in the ERP by hand';
  const after = isLive(wms.doc) ? 'the release goes out as it is' : 'Causeway then sends nothing more';
  return [
    raise('conflict', {
      about: ['edited'],
      title: 'An order was edited in the shop after the ERP accepted it',
      nextStep: `Choose: put the order in the shop back as it was; or cancel it in the shop and enter a new one; or ${hand} and Resolve with a reason: ${after}.`,
      detail: `The shop differs from ${number} in ${what}.${sides.length === 0 ? '' : ` ${sides.join('; ')}.`}`,
    }),
  ];
}

/** Each SKU of which the two sides want different quantities. */
function quantities({ shop, sent, erp }: OrderState, settings: OrderSettings): string[] {
  const taken = erp.doc?.lines ?? sent?.goods;
  if (shop.order === null || taken === undefined) return [];
  const now = unitsBySku(goodsOf(readOrder(shop.order, settings)));
  const then = unitsBySku(taken);
  const differing = [...new Set([...now.keys(), ...then.keys()])].filter((sku) => now.get(sku) !== then.get(sku));
  return differing.map((sku) => `${sku}: shop ${now.get(sku) ?? 'none'}, ERP ${then.get(sku) ?? 'none'}`);
}

interface Goods {
  readonly sku: string;
  readonly quantity: string;
}

/** The goods of an order under the ERP's SKUs. */
export function goodsOf({ amounts }: ReturnType<typeof readOrder>): Goods[] {
  const items = amounts?.lines.filter(({ kind }) => kind === 'item') ?? [];
  return items.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity: plainDecimal(quantity) }));
}

/** Whether two lists of goods have the same units of every SKU. */
export function isSameGoods(one: readonly Goods[], other: readonly Goods[]): boolean {
  const [units, others] = [unitsBySku(one), unitsBySku(other)];
  return [...new Set([...units.keys(), ...others.keys()])].every((sku) => units.get(sku) === others.get(sku));
}

function unitsBySku(goods: readonly Goods[]): Map<string, string> {
  const units = new Map<string, bigint>();
  for (const { sku, quantity } of goods) units.set(sku, (units.get(sku) ?? 0n) + scaled(quantity));
  return new Map([...units].map(([sku, sum]) => [sku, fromScaled(sum)]));
}

function totals({ shop, sent }: OrderState): string[] {
  if (shop.order === null || sent === null) return [];
  const erp = fromMinor(sent.totalMinor, currencyDigits(sent.currency));
  const own = shop.order.totals.total;
  return scaled(own) === scaled(erp) ? [] : [`total: shop ${own} ${shop.order.currency}, ERP ${erp} ${sent.currency}`];
}

/** Another address that ERP or warehouse don't take any more. */
function deliveryEdited(state: OrderState): SubjectException[] {
  const { erp, wms } = state;
  const wanted = wantedDelivery(state);
  if (wanted === null) return [];
  const lags = ({ holds }: { holds: string | null }) => holds !== null && !isSameAddress(holds, wanted);
  const erpRefuses = lags(erp) && erp.amendRefused?.wanted === wanted;
  const released = isLive(wms.doc) && lags(wms);
  const picked = wms.doc?.status !== 'received';
  const warehouseRefuses = released && (erpRefuses || picked || wms.amendRefused?.wanted === wanted);
  if (!erpRefuses && !warehouseRefuses) return [];
  const whyNotErp =
    erp.amendRefused?.message ?? (state.final === null ? 'it is being told' : 'the order was completed');
  const erpSide = lags(erp) ? `${standing(erp)} (${whyNotErp})` : 'has the new one';
  const why = wms.amendRefused?.message ?? (picked ? `it is ${wms.doc?.status} there` : 'the ERP comes first');
  const warehouseSide = released ? `${standing(wms)} (${why})` : 'has the new one';
  const release = isLive(wms.doc) ? ` Release ${wms.doc?.id} ${warehouseSide}.` : '';
  return [
    raise('conflict', {
      about: ['edited', 'delivery'],
      title: 'A delivery address was changed in the shop when it was too late for that',
      nextStep:
        'Choose: put the address in the shop back as it was; or change it in ERP and warehouse by hand (or stop the parcel) and Resolve with a reason.',
      detail: `The shop has another delivery address or phone. ${erp.doc?.number ?? 'The ERP'} ${erpSide}.${release}`,
    }),
  ];
}

const standing = ({ holds }: { readonly holds: string | null }): string =>
  holds === UNTOLD ? 'may have another one' : 'still has the one from before';
