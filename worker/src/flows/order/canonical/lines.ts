import type { OrderSnapshot, SalesOrderLine, SnapshotItem } from '@causeway/contracts';
import { cut } from '../../../policy/raise.ts';
import { toMinor } from '../../../policy/rounding/money.ts';
import type { OrderSettings } from '../settings.ts';
import { row } from './row.ts';
import { type TaxCode, taxCodeOf } from './tax-code.ts';

/** The lines without the rounding line, what the mapping lacks for them, and how many amounts were rounded. */
export interface Lines {
  readonly lines: readonly SalesOrderLine[];
  readonly missingTaxCodes: readonly string[];
  readonly roundedAmounts: number;
}

/** Throws `RangeError` for an amount beyond 2^53 minor units. */
export function toLines(order: OrderSnapshot, settings: OrderSettings, digits: number): Lines {
  const ledger = new Ledger(digits);
  const coupons = order.coupons.map((coupon) => coupon.code).join(', ');
  for (const item of order.items) {
    const tax = taxCodeOf(order, settings, item.taxes, item.tax_class);
    ledger.item(item, row(settings.mapping.skus, item.sku) ?? item.sku, coupons, tax);
  }
  for (const line of order.shipping_lines) {
    const tax = taxCodeOf(order, settings, line.taxes, 'shipping');
    ledger.add({ lineId: String(line.id), kind: 'shipping', description: line.title }, line, tax);
  }
  for (const fee of order.fees) {
    const head = { lineId: String(fee.id), description: fee.name };
    if (isGiftCard(fee, settings)) ledger.add({ ...head, kind: 'gift_card' }, fee, { code: null });
    else ledger.add({ ...head, kind: 'fee' }, fee, taxCodeOf(order, settings, fee.taxes, fee.tax_class));
  }
  return ledger;
}

function isGiftCard(fee: OrderSnapshot['fees'][number], settings: OrderSettings): boolean {
  const untaxed = /^-?0*(\.0*)?$/.test(fee.total_tax);
  const name = fee.name.toLowerCase();
  return (
    fee.total.startsWith('-') && untaxed && settings.giftCardFees.some((word) => name.startsWith(word.toLowerCase()))
  );
}

type Head = Pick<SalesOrderLine, 'lineId' | 'kind' | 'description'>;

class Ledger implements Lines {
  readonly lines: SalesOrderLine[] = [];
  readonly missingTaxCodes: string[] = [];
  roundedAmounts = 0;
  readonly #digits: number;

  constructor(digits: number) {
    this.#digits = digits;
  }

  /** The item before its discount, and the discount as a line of its own, so that both add up to what was charged. */
  item(item: SnapshotItem, sku: string, coupons: string, tax: TaxCode): void {
    const net = this.#amount(item.total);
    const netTax = this.#amount(item.total_tax);
    // A price that someone raised by hand is no negative discount: the line then simply costs more.
    const full = Math.max(net, toMinor(item.subtotal, this.#digits).minor);
    const fullTax = Math.max(netTax, toMinor(item.subtotal_tax, this.#digits).minor);
    const code = this.#code(tax);
    this.#push(
      { lineId: String(item.id), kind: 'item', description: item.name },
      full,
      fullTax,
      code,
      sku,
      item.quantity,
    );
    if (full === net && fullTax === netTax) return;
    const description = coupons === '' ? 'Discount' : coupons;
    this.#push({ lineId: `d${item.id}`, kind: 'discount', description }, net - full, netTax - fullTax, code);
  }

  add(head: Head, amounts: { readonly total: string; readonly total_tax: string }, tax: TaxCode): void {
    this.#push(head, this.#amount(amounts.total), this.#amount(amounts.total_tax), this.#code(tax));
  }

  #push(head: Head, net: number, tax: number, code: string | null, sku: string | null = null, quantity = '1'): void {
    const description = cut(head.description, 200);
    this.lines.push({ ...head, description, sku, quantity, netMinor: net, taxMinor: tax, taxCode: code });
  }

  #amount(decimal: string): number {
    const { minor, rounded } = toMinor(decimal, this.#digits);
    if (rounded) this.roundedAmounts += 1;
    return minor;
  }

  #code(tax: TaxCode): string | null {
    if ('code' in tax) return tax.code;
    if (!this.missingTaxCodes.includes(tax.missing)) this.missingTaxCodes.push(tax.missing);
    return null;
  }
}
