/** A right order: two items and shipping, 59.50 EUR with tax. */
export function order(externalDocumentNumber: string, changes: object = {}): object {
  return {
    externalDocumentNumber,
    customerNumber: '10000',
    orderDate: '2026-11-20',
    currencyCode: 'EUR',
    shipToName: 'Ada Lovelace',
    shipToAddressLine1: 'Neuer Wall 1',
    shipToCity: 'Hamburg',
    shipToPostCode: '20354',
    shipToCountry: 'DE',
    salesOrderLines: [
      { lineType: 'Item', lineObjectNumber: 'CW-001', quantity: 2, unitPrice: 20 },
      { lineType: 'Account', lineObjectNumber: '6810', quantity: 1, unitPrice: 10, description: 'Shipping' },
      { description: 'Please ring twice' },
    ],
    ...changes,
  };
}
