import type { Category, Owner } from '@causeway/contracts';

/** How an order may differ between shop, ERP and warehouse. */
export type OrderVarianceKind =
  | 'never_captured'
  | 'erp_missing'
  | 'erp_cancelled'
  | 'erp_doubled'
  | 'erp_alive'
  | 'erp_number'
  | 'total'
  | 'erp_lines'
  | 'release_missing'
  | 'release_cancelled'
  | 'release_doubled'
  | 'release_alive'
  | 'release_alone'
  | 'cancel_unseen'
  | 'not_shipped'
  | 'shipped_lines'
  | 'shipment_unseen';

/** How a return, or a refund made in the shop, may differ between shop, ERP and warehouse. */
export type ReturnVarianceKind =
  | 'rma_missing'
  | 'rma_doubled'
  | 'rma_alive'
  | 'receipt_missing'
  | 'receipt_doubled'
  | 'receipt_units'
  | 'memo_missing'
  | 'memo_doubled'
  | 'memo_total'
  | 'memo_alone';

/** How the stock of a SKU may differ between shop and back office. */
export type StockVarianceKind = 'stock_differs' | 'stock_negative';

/** One difference; `detail` is for staff, without personal data. */
export interface Variance<Kind extends string> {
  readonly kind: Kind;
  readonly detail: string;
}
export type OrderVariance = Variance<OrderVarianceKind>;
export type ReturnVariance = Variance<ReturnVarianceKind>;
export type StockVariance = Variance<StockVarianceKind>;

export interface VariancePolicy {
  readonly category: Category;
  readonly owner: Owner;
  /** True: looking at the order again and sending what is missing is safe, and is tried before a person is asked. */
  readonly heals: boolean;
  readonly title: string;
  readonly nextStep: string;
}

const BY_HAND = 'Decide which side is right, correct the other by hand, then Resolve with a reason.';
const AGAIN = 'Causeway looked again and could not mend it. See the timeline; press Replay once the cause is gone.';

/** Who is asked about each kind, and what to do. */
export const ORDER_VARIANCES: Readonly<Record<OrderVarianceKind, VariancePolicy>> = {
  never_captured: kind('internal', 'it', true, 'An order of the shop never reached Causeway', AGAIN),
  erp_missing: kind('missing_reference', 'it', true, 'The ERP does not have an order that it had accepted', AGAIN),
  erp_cancelled: kind('conflict', 'fulfilment', false, 'The ERP cancelled an order that the shop still has', BY_HAND),
  erp_doubled: kind('duplicate', 'fulfilment', true, 'The ERP has an order twice', AGAIN),
  erp_alive: kind('conflict', 'fulfilment', true, 'The ERP still has an order that the shop cancelled', AGAIN),
  erp_number: kind('conflict', 'it', true, "The shop shows another ERP number than the ERP's", AGAIN),
  total: kind('total_mismatch', 'finance', false, 'Shop and ERP have different totals', BY_HAND),
  erp_lines: kind('conflict', 'fulfilment', false, 'Shop and ERP have different lines', BY_HAND),
  release_missing: kind('missing_reference', 'it', true, 'The warehouse does not have a release that it had', AGAIN),
  release_cancelled: kind(
    'conflict',
    'fulfilment',
    false,
    'The warehouse cancelled what the shop still wants',
    BY_HAND,
  ),
  release_doubled: kind('duplicate', 'fulfilment', true, 'The warehouse has an order twice', AGAIN),
  release_alive: kind('conflict', 'fulfilment', true, 'The warehouse still has what the shop cancelled', AGAIN),
  release_alone: kind('conflict', 'fulfilment', false, 'The warehouse has a release without an ERP order', BY_HAND),
  cancel_unseen: kind('conflict', 'it', true, 'An order was cancelled in the shop and goes on elsewhere', AGAIN),
  not_shipped: kind('conflict', 'fulfilment', false, 'An order is completed, and not all of it was shipped', BY_HAND),
  shipped_lines: kind('conflict', 'fulfilment', false, 'The warehouse shipped other units than were ordered', BY_HAND),
  shipment_unseen: kind('conflict', 'fulfilment', true, 'The shop does not show a parcel that has left', AGAIN),
};

/** As `ORDER_VARIANCES`. */
export const RETURN_VARIANCES: Readonly<Record<ReturnVarianceKind, VariancePolicy>> = {
  rma_missing: kind('missing_reference', 'fulfilment', true, 'The ERP does not have a return that it had', AGAIN),
  rma_doubled: kind('duplicate', 'fulfilment', true, 'The ERP has a return twice', AGAIN),
  rma_alive: kind('conflict', 'fulfilment', true, 'The ERP still expects a return that is over', AGAIN),
  receipt_missing: kind(
    'missing_reference',
    'fulfilment',
    true,
    'The warehouse does not have a return that it had',
    AGAIN,
  ),
  receipt_doubled: kind('duplicate', 'fulfilment', true, 'The warehouse has a return twice', AGAIN),
  receipt_units: kind(
    'conflict',
    'fulfilment',
    false,
    'The warehouse received other units than were announced',
    BY_HAND,
  ),
  memo_missing: kind(
    'missing_reference',
    'finance',
    true,
    'The ERP has no credit memo for a refund of the shop',
    AGAIN,
  ),
  memo_doubled: kind('duplicate', 'finance', true, 'The ERP has two credit memos for one refund', AGAIN),
  memo_total: kind('total_mismatch', 'finance', false, 'Refund and credit memo have different totals', BY_HAND),
  memo_alone: kind('conflict', 'finance', true, 'The ERP has a credit memo without a refund in the shop', AGAIN),
};

const STOCK_BY_HAND =
  'Count what is there. Then correct the shop or the warehouse by hand; Causeway never sets a stock absolutely by itself.';

/** As `ORDER_VARIANCES`. */
export const STOCK_VARIANCES: Readonly<Record<StockVarianceKind, VariancePolicy>> = {
  stock_differs: kind('stock', 'fulfilment', false, "The shop's stock is not what it was told", STOCK_BY_HAND),
  stock_negative: kind('stock', 'fulfilment', false, 'More was sold than there is', STOCK_BY_HAND),
};

function kind(category: Category, owner: Owner, heals: boolean, title: string, nextStep: string): VariancePolicy {
  return { category, owner, heals, title, nextStep };
}
