const address = { name: 'Ada Lovelace', line1: '1 Quay Road', city: 'London', postcode: 'E1 1AA', country: 'GB' };

/** A small order: 2 × CW-001 and 1 × CW-002 with shipping, 5,950 minor units in all. */
export function order(externalId: string, more: object = {}) {
  return {
    external_id: externalId,
    ordered_at: '2026-03-01T11:15:30+01:00',
    currency: 'EUR',
    customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    bill_to: address,
    ship_to: address,
    payment: { method: 'COD', state: 'on_account' },
    lines: [
      { type: 'item', line_id: '1', sku: 'CW-001', quantity: 2, net_minor: 3_000, tax_minor: 570, tax_code: 'STD' },
      { type: 'item', line_id: '2', sku: 'CW-002', quantity: 1, net_minor: 1_500, tax_minor: 285, tax_code: 'STD' },
      { type: 'shipping', line_id: '3', net_minor: 500, tax_minor: 95, tax_code: 'STD' },
    ],
    total_minor: 5_950,
    ...more,
  };
}

/** The order's goods, for the warehouse. */
export function release(externalId: string, more: object = {}) {
  return {
    external_id: externalId,
    erp_number: 'SO-000001',
    ship_to: { ...address, email: 'ada@example.com' },
    shipping_method: 'STANDARD',
    lines: [
      { line_id: '1', sku: 'CW-001', quantity: 2 },
      { line_id: '2', sku: 'CW-002', quantity: 1 },
      { line_id: '4', sku: 'CW-003', quantity: 3 },
    ],
    ...more,
  };
}
