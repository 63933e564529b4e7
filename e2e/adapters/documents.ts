import type { SalesOrder, WarehouseRelease } from '@causeway/contracts';

const address = {
  name: 'Frieda Hansen',
  company: '',
  line1: 'Deichstraße 12',
  line2: '',
  city: 'Hamburg',
  state: '',
  postcode: '20459',
  country: 'DE',
  phone: '',
};

/** An order of two units, a discount, shipping and a cent of rounding: 45.45 EUR. */
export function salesOrder(externalId: string, change: Partial<SalesOrder> = {}): SalesOrder {
  return {
    externalId,
    shopOrderId: 1042,
    shopOrderNumber: '1042',
    orderedAt: '2026-11-27T08:00:00Z',
    paidAt: null,
    currency: 'EUR',
    currencyDigits: 2,
    customer: { accountId: null, email: 'frieda@example.test', name: 'Frieda Hansen', phone: '' },
    billTo: address,
    shipTo: address,
    payment: { method: 'COD', state: 'on_account', transactionId: null },
    shippingMethod: 'STANDARD',
    lines: [
      line({
        lineId: '17',
        kind: 'item',
        sku: 'SKU-001',
        description: 'Lantern',
        quantity: '2',
        netMinor: 3998,
        taxMinor: 760,
      }),
      line({ lineId: 'd17', kind: 'discount', description: 'SPRING', netMinor: -683, taxMinor: -130 }),
      line({ lineId: '18', kind: 'shipping', description: 'Flat rate', netMinor: 504, taxMinor: 95 }),
      line({ lineId: 'r', kind: 'rounding', netMinor: 1, taxCode: null }),
    ],
    totalMinor: 4545,
    taxMinor: 725,
    note: '',
    traceId: 'ab'.repeat(16),
    ...change,
  };
}

function line(given: Partial<SalesOrder['lines'][number]>): SalesOrder['lines'][number] {
  return {
    lineId: '1',
    kind: 'item',
    sku: null,
    description: '',
    quantity: '1',
    netMinor: 0,
    taxMinor: 0,
    taxCode: 'STD',
    ...given,
  };
}

export function warehouseRelease(externalId: string): WarehouseRelease {
  return {
    externalId,
    erpNumber: 'SO-000001',
    shipTo: address,
    email: 'frieda@example.test',
    shippingMethod: 'STANDARD',
    lines: [{ lineId: '17', sku: 'SKU-001', quantity: '2' }],
    traceId: 'ab'.repeat(16),
  };
}
