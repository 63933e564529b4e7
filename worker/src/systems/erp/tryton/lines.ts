import type { SalesOrder, SalesOrderLine } from '@causeway/contracts';
import { fromMinor, plainDecimal, scaled } from '../../../policy/rounding/money.ts';
import type { Directory, Product } from '../../tryton/directory.ts';
import type { Errand } from '../../tryton/errand.ts';
import { decimal } from '../../tryton/values.ts';

/** Product codes of the services that stand for what is no goods. */
export type ServiceCodes = Readonly<Record<Exclude<SalesOrderLine['kind'], 'item'>, string>>;

/** Decimals of a unit price: Tryton's `product.price_decimal`. */
const PRICE_DECIMALS = 4;

/** `sale.line` records, ready to be created with the sale. Our `lineId` is the line's note, which is never printed. */
export async function saleLines(
  errand: Errand,
  directory: Directory,
  order: SalesOrder,
  services: ServiceCodes,
): Promise<object[]> {
  const products = await directory.products(
    errand,
    order.lines.map((line) => productCode(line, services)),
  );
  const records: object[] = [];
  for (const line of order.lines) {
    const product = products.get(productCode(line, services)) as Product;
    const taxes = line.taxCode === null ? [] : [await directory.tax(errand, line.taxCode)];
    records.push({
      ...lineOf(product, line.kind === 'item' ? line.quantity : '1', line.netMinor, order.currencyDigits),
      description: line.description,
      note: line.lineId,
      ...(taxes.length === 0 ? {} : { taxes: [['add', taxes]] }),
    });
  }
  return records;
}

/** The line that takes what rounding leaves: `minor` may be negative. */
export function roundingLine(product: Product, minor: number, digits: number): object {
  return { ...lineOf(product, '1', minor, digits), description: 'Rounding', note: 'rounding' };
}

function lineOf(product: Product, quantity: string, netMinor: number, digits: number): object {
  return {
    type: 'line',
    product: product.id,
    unit: product.default_uom,
    quantity: Number(quantity),
    unit_price: decimal(unitPrice(fromMinor(netMinor, digits), quantity)),
  };
}

const productCode = (line: SalesOrderLine, services: ServiceCodes): string =>
  line.kind === 'item' ? (line.sku ?? '') : services[line.kind];

/** `net` ÷ `quantity`, half away from zero at the fourth decimal: what that leaves, Tryton's own total shows. */
export function unitPrice(net: string, quantity: string): string {
  const units = scaled(quantity);
  if (units === 0n) return '0';
  const numerator = scaled(net) * 10n ** BigInt(PRICE_DECIMALS);
  const isNegative = numerator < 0n !== units < 0n;
  const [top, bottom] = [numerator < 0n ? -numerator : numerator, units < 0n ? -units : units];
  const figures = String((top * 2n + bottom) / (bottom * 2n)).padStart(PRICE_DECIMALS + 1, '0');
  const split = figures.length - PRICE_DECIMALS;
  return plainDecimal(`${isNegative ? '-' : ''}${figures.slice(0, split)}.${figures.slice(split)}`);
}
