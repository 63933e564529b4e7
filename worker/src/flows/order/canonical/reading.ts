import type { Address, OrderSnapshot } from '@causeway/contracts';
import { currencyDigits } from '../../../policy/rounding/currency.ts';
import { toMinor } from '../../../policy/rounding/money.ts';
import type { OrderSettings } from '../settings.ts';
import { billTo, shipTo } from './address.ts';
import { type Lines, toLines } from './lines.ts';
import { row } from './row.ts';

/** What the order amounts to in minor units. `restMinor` is what the lines lack of the total. */
export interface Amounts extends Lines {
  readonly digits: number;
  readonly totalMinor: number;
  readonly restMinor: number;
  /** Half a minor unit per rounded amount; the total itself was rounded once, hence up. */
  readonly restMinorMax: number;
}

/** An order read with the configured words; what has no row is undefined, and a check says so. */
export interface Reading {
  readonly order: OrderSnapshot;
  readonly billTo: Address;
  readonly shipTo: Address;
  readonly paymentKey: string;
  readonly payment: OrderSettings['mapping']['paymentMethods'][string] | undefined;
  readonly shippingKey: string;
  readonly shipping: OrderSettings['mapping']['shippingMethods'][string] | undefined;
  /** Null: an amount is beyond what can be counted exactly. */
  readonly amounts: Amounts | null;
}

/** Of the order that was read last with these settings: one decision asks several times. */
const known = new WeakMap<OrderSnapshot, { readonly settings: OrderSettings; readonly reading: Reading }>();

export function readOrder(order: OrderSnapshot, settings: OrderSettings): Reading {
  const before = known.get(order);
  if (before?.settings === settings) return before.reading;
  const reading = read(order, settings);
  known.set(order, { settings, reading });
  return reading;
}

function read(order: OrderSnapshot, settings: OrderSettings): Reading {
  const { paymentMethods, shippingMethods } = settings.mapping;
  const paymentKey = order.payment_method === '' ? 'none' : order.payment_method;
  const line = order.shipping_lines[0];
  const exact = line === undefined ? 'none' : `${line.method_id}:${line.instance_id}`;
  const shippingKey = line?.method_id ?? 'none';
  return {
    order,
    billTo: billTo(order),
    shipTo: shipTo(order),
    paymentKey,
    payment: row(paymentMethods, paymentKey),
    shippingKey,
    shipping: row(shippingMethods, exact) ?? row(shippingMethods, shippingKey),
    amounts: readAmounts(order, settings),
  };
}

function readAmounts(order: OrderSnapshot, settings: OrderSettings): Amounts | null {
  const digits = currencyDigits(order.currency);
  try {
    const { lines, missingTaxCodes, roundedAmounts } = toLines(order, settings, digits);
    const total = toMinor(order.totals.total, digits);
    const rounded = roundedAmounts + (total.rounded ? 1 : 0);
    const sum = lines.reduce((all, line) => all + line.netMinor + line.taxMinor, 0);
    return {
      lines,
      missingTaxCodes,
      roundedAmounts: rounded,
      digits,
      totalMinor: total.minor,
      restMinor: total.minor - sum,
      restMinorMax: Math.ceil(rounded / 2),
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
