import type { CreditMemo, ReturnAuthorization } from '@causeway/contracts';
import { scaled } from '../../../../policy/rounding/money.ts';
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
  const native = lines.map(({ lineId, sku, quantity }) => {
    const line = itemOf(sold, sku);
    const wrong = (what: string) => new SystemFailure('validation', 'before_send', what);
    if (line === undefined) throw wrong(`the order has no line of ${sku}`);
    if (scaled(quantity) > scaled(String(line.quantity))) throw wrong(`fewer than ${quantity} of ${sku} were sold`);
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
    const source = line.sku === null ? undefined : itemOf(sold, line.sku);
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

const itemOf = ({ lines }: SoldOrder, sku: string): SoldLine | undefined =>
  lines.find(({ lineType, lineObjectNumber }) => lineType === 'Item' && lineObjectNumber === sku.toUpperCase());

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
