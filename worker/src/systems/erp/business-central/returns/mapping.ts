import type { CreditMemo, ReturnAuthorization } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { toNumber, toPrice } from '../mapping/amounts.ts';
import { toNativeId } from '../mapping/external-document.ts';
import { comment } from '../mapping/note.ts';
import { cut, filled, fitting } from '../mapping/texts.ts';
import type { Settings } from '../settings.ts';
import { aboutLine, aboutOrder } from './memos.ts';
import type { SoldLine } from './native-memo.ts';
import type { SoldOrder } from './sold.ts';

type Native = Record<string, unknown>;

/** The head of a draft credit memo. */
export function toHead({ externalId }: { readonly externalId: string }, sold: SoldOrder): Native {
  const { customerNumber, currencyCode } = sold;
  return { externalDocumentNumber: toNativeId(externalId), customerNumber, currencyCode };
}

/** Lines of the draft that stands for the authorisation: at the prices that the goods were sold for. */
export function toReturnLines(
  { orderExternalId, reason, lines }: ReturnAuthorization,
  sold: SoldOrder,
  locationId: string | undefined,
) {
  const wrong = (what: string) => new SystemFailure('validation', 'before_send', what);
  for (const sku of new Set(lines.map((line) => line.sku))) {
    const units = sumOf(lines.filter((line) => line.sku === sku));
    if (units > sumOf(itemsOf(sold, sku))) throw wrong(`fewer than ${fromScaled(units)} of ${sku} were sold`);
  }
  const native = lines.map(({ lineId, sku, quantity }) => {
    const line = itemOf(sold, sku, quantity);
    if (line === undefined) throw wrong(`the order has no line of ${sku}`);
    const { unitPrice, taxCode, description } = line;
    return item({ lineId, sku }, { quantity: toNumber(quantity), unitPrice }, { taxCode, description, locationId });
  });
  return [comment(aboutOrder(orderExternalId)), ...(reason === '' ? [] : [comment(reason)]), ...native];
}

/**
 * Lines of a credit memo over what was paid back. Goods are items only of a return: posting brings those back into stock
 * here, and of a refund alone nothing came back.
 */
export function toMemoLines(
  memo: CreditMemo,
  sold: SoldOrder,
  codes: Settings['lines'],
  locationId: string | undefined,
) {
  const native = memo.lines.map((line) => {
    const quantity = Number(line.quantity) > 0 ? line.quantity : '1';
    const source = line.sku === null ? undefined : itemOf(sold, line.sku, quantity);
    const description = source?.description ?? 'Refund';
    if (memo.returnNumber !== null && line.sku !== null && source !== undefined) {
      const price = { quantity: toNumber(quantity), ...toPrice(line.netMinor, quantity, memo.currencyDigits) };
      return item({ lineId: line.lineId, sku: line.sku }, price, {
        taxCode: taxOf(line, source),
        description,
        locationId,
      });
    }
    // An amount alone is a discount given later; what else has no SKU is shipping, or a fee.
    const { type, number, taxCode } = line.sku === null && line.lineId !== 'amount' ? codes.shipping : codes.discount;
    const shipped = sold.lines.find(({ lineObjectNumber }) => lineObjectNumber === number);
    return filled({
      ...{ lineType: type, lineObjectNumber: number, quantity: 1 },
      ...toPrice(line.netMinor, '1', memo.currencyDigits),
      description: cut(description, 100),
      description2: cut(aboutLine(line.lineId), 50),
      taxCode: line.taxMinor === 0 ? untaxed(codes) : (source?.taxCode ?? shipped?.taxCode ?? taxCode ?? ''),
    });
  });
  return [comment(aboutOrder(memo.orderExternalId)), ...(memo.reason === '' ? [] : [comment(memo.reason)]), ...native];
}

const taxOf = ({ taxMinor }: { readonly taxMinor: number }, { taxCode }: SoldLine): string =>
  taxMinor === 0 ? '' : taxCode;
/** The code without tax that the settings give to what makes up for rounding. */
const untaxed = ({ rounding }: Settings['lines']): string => rounding.taxCode ?? '';

const itemsOf = ({ lines }: SoldOrder, sku: string): SoldLine[] =>
  lines.filter(({ lineType, lineObjectNumber }) => lineType === 'Item' && lineObjectNumber === sku.toUpperCase());

/** Our lines have no name there: of several with these goods the first that has as many units. */
function itemOf(sold: SoldOrder, sku: string, units: string): SoldLine | undefined {
  const lines = itemsOf(sold, sku);
  return lines.find(({ quantity }) => scaled(String(quantity)) >= scaled(units)) ?? lines[0];
}

const sumOf = (lines: readonly { readonly quantity: string | number }[]): bigint =>
  lines.reduce((sum, { quantity }) => sum + scaled(String(quantity)), 0n);

function item(
  { lineId, sku }: { readonly lineId: string; readonly sku: string },
  price: { readonly quantity: number; readonly unitPrice: number; readonly discountAmount?: number },
  more: { readonly taxCode: string; readonly description: string; readonly locationId: string | undefined },
): Native {
  return filled({
    lineType: 'Item',
    lineObjectNumber: fitting(sku, 20, `the SKU of line ${lineId}`),
    description2: fitting(aboutLine(lineId), 50, `line ${lineId}`),
    ...price,
    ...more,
  });
}
