import { externalIdOf, ofOrder } from '../checker/external-id.ts';
import type { Holdings } from '../checker/holdings/holdings.ts';
import type { CreditMemoHolding, ErpReturnHolding, ReceiptHolding } from '../checker/holdings/returns.ts';
import type { ErpOrderHolding, ReleaseHolding } from '../checker/holdings/sandbox.ts';
import type { OpenException, ShopOrderHolding } from '../checker/holdings/shop.ts';
import type { Stock } from '../checker/holdings/stock.ts';

/** What a scenario's own goods and orders came to, by what the checker read in the three stores. */
export interface Ends {
  /** In the order in which they were bought. */
  readonly orders: readonly OrderEnds[];
  /** Of the scenario's goods, by their names in its story. */
  readonly stock: Readonly<Record<string, number | null>>;
  readonly erpStock: Stock;
  readonly wmsStock: Stock;
  readonly channelSales: Holdings['erp']['channelSales'];
  /** That were opened since it began. */
  readonly exceptions: readonly OpenException[];
}

export interface OrderEnds {
  readonly shop: ShopOrderHolding;
  /** Under its external id, oldest first, cancelled ones too. */
  readonly erp: readonly ErpOrderHolding[];
  readonly releases: readonly ReleaseHolding[];
  readonly returns: readonly ErpReturnHolding[];
  readonly creditMemos: readonly CreditMemoHolding[];
  readonly receipts: readonly ReceiptHolding[];
}

/** What a scenario did, as far as its ends are found by it. */
export interface Doings {
  readonly shopCode: string;
  /** Of the scenario's SKUs, which are `<name>-<run>`. */
  readonly run: number;
  readonly bought: readonly { readonly id: number; readonly key: string }[];
  /** Causes that were open before, and what they were about: `cause subject`. */
  readonly before: ReadonlySet<string>;
}

/** Pure: picks out of all that the stores hold what is this scenario's. Throws where the shop lost an order. */
export function endsOf(all: Holdings, { shopCode, run, bought, before }: Doings): Ends {
  const held = named(all, `-${run}`);
  const orders = bought.map(({ id, key }) => {
    const externalId = externalIdOf(shopCode, id, key);
    const shop = held.shop.orders.find((order) => order.id === id && order.key === key);
    if (shop === undefined) throw new Error(`the shop lost order ${id}`);
    const own = <T extends { readonly externalId: string }>(documents: readonly T[]) =>
      documents.filter((document) => document.externalId === externalId);
    const back = <T extends { readonly orderExternalId: string }>(documents: readonly T[]) =>
      documents.filter((document) => document.orderExternalId === externalId);
    return {
      ...{
        shop,
        erp: own(held.erp.orders),
        releases: released(held.wms.releases, externalId),
        receipts: back(held.wms.receipts),
      },
      ...{ returns: back(held.erp.returns), creditMemos: back(held.erp.creditMemos) },
    };
  });
  const exceptions = held.shop.exceptions
    .map((one) => ({
      ...one,
      subjects: one.subjects.filter(({ subject }) => !before.has(`${one.cause} ${subject}`)),
    }))
    .filter(({ subjects }) => subjects.length > 0);
  return {
    ...{ orders, exceptions, stock: goodsOf(all.shop.stock, run) },
    ...{ erpStock: goodsOf(all.erp.stock, run), wmsStock: goodsOf(all.wms.stock, run) },
    channelSales: all.erp.channelSales
      .filter(({ sku }) => sku.endsWith(`-${run}`))
      .map((sale) => ({ ...sale, sku: nameOf(sale.sku, run) })),
  };
}

/** Also the later ones, for what an earlier one did not find. */
const released = (all: readonly ReleaseHolding[], orderId: string): ReleaseHolding[] =>
  all.filter(({ externalId }) => ofOrder(externalId) === orderId);

/** Of the scenario's SKUs, by their names in its story. */
function goodsOf<T>(bySku: Readonly<Record<string, T>>, run: number): Record<string, T> {
  const own = Object.entries(bySku).filter(([sku]) => sku.endsWith(`-${run}`));
  return Object.fromEntries(own.map(([sku, held]) => [nameOf(sku, run), held]));
}

const nameOf = (sku: string, run: number) => sku.slice(0, -`-${run}`.length);

/** `cause subject` of all that is open. */
export function openIn({ shop }: Holdings): Set<string> {
  return new Set(
    shop.exceptions.flatMap(({ cause, subjects }) => subjects.map(({ subject }) => `${cause} ${subject}`)),
  );
}

/** The same with the scenario's goods by the names that they have in its story. */
function named<T>(held: T, suffix: string): T {
  return JSON.parse(JSON.stringify(held), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key.endsWith(suffix) ? key.slice(0, -suffix.length) : key, inner]),
    );
  }) as T;
}
