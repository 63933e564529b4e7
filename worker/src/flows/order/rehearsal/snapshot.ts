import type { OrderSnapshot, Shipment } from '@causeway/contracts';
import { OrderSettings } from '../settings.ts';

const address = {
  first_name: 'Ada',
  last_name: 'Lovelace',
  company: '',
  address_1: '1 Quay Road',
  address_2: '',
  city: 'London',
  state: '',
  postcode: 'e1 1aa',
  country: 'GB',
  phone: '',
};

export const PLACED_AT = Date.parse('2026-11-27T10:00:00Z');

/** Two lanterns with a coupon, one rope, a flat rate: 19 % tax. Lines and total agree. */
export function anOrder(changes: Partial<OrderSnapshot> = {}): OrderSnapshot {
  return {
    deleted: false,
    id: 1042,
    number: '1042',
    key: 'wc_order_abcdef',
    status: 'processing',
    currency: 'EUR',
    currency_decimals: 2,
    prices_include_tax: false,
    created_via: 'checkout',
    created_at: '2026-11-27T10:00:00Z',
    paid_at: null,
    completed_at: null,
    customer_id: 0,
    customer_note: '',
    billing: { ...address, email: 'ada@example.com', phone: '+44 20 7946 0000' },
    shipping: address,
    payment_method: 'cod',
    payment_method_title: 'Cash on delivery',
    transaction_id: '',
    items: [
      anItem(17, 'CW-001', '2', { subtotal: '40.00', subtotal_tax: '7.60', total: '36.00', total_tax: '6.84' }),
      anItem(18, 'CW-002', '1', { subtotal: '10.00', subtotal_tax: '1.90', total: '10.00', total_tax: '1.90' }),
    ],
    shipping_lines: [
      {
        id: 19,
        method_id: 'flat_rate',
        instance_id: '3',
        title: 'Flat rate',
        total: '5.00',
        total_tax: '0.95',
        taxes: [{ rate_id: 1, total: '0.95', subtotal: '0.95' }],
      },
    ],
    fees: [],
    coupons: [{ id: 20, code: 'spring', discount: '4.00', discount_tax: '0.76' }],
    taxes: [
      {
        id: 21,
        rate_id: 1,
        rate_code: 'DE-VAT-1',
        label: 'VAT',
        rate_percent: '19',
        compound: false,
        tax_total: '8.74',
        shipping_tax_total: '0.95',
      },
    ],
    refunds: [],
    totals: {
      discount: '4.00',
      discount_tax: '0.76',
      shipping: '5.00',
      shipping_tax: '0.95',
      cart_tax: '8.74',
      total: '60.69',
      total_tax: '9.69',
    },
    meta: {},
    ...changes,
  };
}

type Money = Pick<OrderSnapshot['items'][number], 'subtotal' | 'subtotal_tax' | 'total' | 'total_tax'>;

export function anItem(id: number, sku: string, quantity: string, money: Money): OrderSnapshot['items'][number] {
  const taxes = [{ rate_id: 1, total: money.total_tax, subtotal: money.subtotal_tax }];
  return {
    id,
    product_id: id + 100,
    variation_id: 0,
    sku,
    name: sku,
    quantity,
    tax_class: '',
    ...money,
    taxes,
    meta: {},
    stock: null,
  };
}

export function aRefund(id: number, amount = '10.00'): OrderSnapshot['refunds'][number] {
  return {
    id,
    created_at: '2026-11-28T10:00:00Z',
    amount,
    reason: '',
    payment_refunded: false,
    return_id: null,
    lines: [],
  };
}

/** A refund of one of the two units of the first line. */
export function aRefundedUnit(id: number): OrderSnapshot['refunds'][number] {
  return { ...aRefund(id), lines: [{ item_id: 17, quantity: '1', total: '18.00', total_tax: '3.42' }] };
}

type Follows = Pick<OrderSettings, 'follows'>;

/** The lines of an order of which this one is of so many units by now. */
export function ordered(items: OrderSnapshot['items'], quantity: string, id = 17): Pick<OrderSnapshot, 'items'> {
  return { items: items.map((item) => (item.id === id ? { ...item, quantity } : item)) };
}

/** A parcel with so many units of each line. */
export function aParcel(id: string, units: Readonly<Record<string, string>>): Shipment {
  return {
    id,
    carrier: 'PARCELHOUSE',
    trackingNumber: id,
    trackingUrl: '',
    shippedAt: '2026-11-28T10:00:00Z',
    lines: Object.entries(units).map(([lineId, quantity]) => ({ lineId, quantity })),
  };
}

/** What the shop of these orders is configured with, and which of its other flows they tell. */
export function theSettings({ follows, ...changes }: Record<string, unknown> & Follows = {}): OrderSettings {
  const settings = OrderSettings.parse({
    mapping: {
      paymentMethods: { cod: { erp: 'COD', state: 'on_account' }, bacs: { erp: 'BANK', state: 'paid' } },
      shippingMethods: { flat_rate: { erp: 'STANDARD', wms: 'STD' } },
      taxCodes: { 'DE-VAT-1': 'STD' },
      carriers: { PARCELHOUSE: { name: 'Parcel House', url: 'https://track.example/{number}' } },
    },
    ...changes,
  });
  return { ...settings, ...(follows && { follows }) };
}
