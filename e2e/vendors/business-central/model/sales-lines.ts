import type { Entity } from './entity.ts';
import { boolean, choice, code, date, decimal, type Fields, fixed, guid, integer, text } from './field.ts';

export const LINE_TYPES = ['Comment', 'Account', 'Item', 'Resource', 'Fixed Asset', 'Charge'] as const;

/** What the lines of orders, invoices and credit memos have in common. */
const line: Fields = {
  id: fixed(guid),
  documentId: guid,
  sequence: integer,
  itemId: guid,
  accountId: guid,
  lineType: choice(...LINE_TYPES),
  lineObjectNumber: code(20),
  description: text(100),
  description2: text(50),
  unitOfMeasureId: guid,
  unitOfMeasureCode: code(10),
  quantity: decimal,
  unitPrice: decimal,
  discountAmount: decimal,
  discountPercent: decimal,
  discountAppliedBeforeTax: fixed(boolean),
  amountExcludingTax: fixed(decimal),
  taxCode: code(20),
  taxPercent: fixed(decimal),
  totalTaxAmount: fixed(decimal),
  amountIncludingTax: fixed(decimal),
  invoiceDiscountAllocation: fixed(decimal),
  netAmount: fixed(decimal),
  netTaxAmount: fixed(decimal),
  netAmountIncludingTax: fixed(decimal),
  shipmentDate: date,
};

const place: Fields = { itemVariantId: guid, locationId: guid };

/** resources/dynamics_salesorderline.md */
export const salesOrderLine: Entity = {
  name: 'salesOrderLine',
  set: 'salesOrderLines',
  of: 'salesOrders',
  order: 'sequence',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  fields: {
    ...line,
    shippedQuantity: fixed(decimal),
    invoicedQuantity: fixed(decimal),
    invoiceQuantity: decimal,
    shipQuantity: decimal,
    ...place,
  },
};

/** resources/dynamics_salesinvoiceline.md */
export const salesInvoiceLine: Entity = {
  name: 'salesInvoiceLine',
  set: 'salesInvoiceLines',
  of: 'salesInvoices',
  order: 'sequence',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  fields: { ...line, ...place },
};

/** resources/dynamics_salescreditmemoline.md */
export const salesCreditMemoLine: Entity = {
  name: 'salesCreditMemoLine',
  set: 'salesCreditMemoLines',
  of: 'salesCreditMemos',
  order: 'sequence',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  fields: { ...line, ...place },
};

/** resources/dynamics_salesShipmentLine.md: no item id, no location, no link to the order's line. */
export const salesShipmentLine: Entity = {
  name: 'salesShipmentLine',
  set: 'salesShipmentLines',
  of: 'salesShipments',
  order: 'sequence',
  methods: ['GET'],
  fields: {
    id: fixed(guid),
    documentId: fixed(guid),
    documentNo: fixed(code(20)),
    sequence: fixed(integer),
    lineType: fixed(
      choice(
        '_x0020_',
        'G_x002F_L_x0020_Account',
        'Item',
        'Resource',
        'Fixed_x0020_Asset',
        'Charge_x0020__x0028_Item_x0029_',
      ),
    ),
    lineObjectNumber: fixed(code(20)),
    description: fixed(text(100)),
    description2: fixed(text(50)),
    unitOfMeasureCode: fixed(code(10)),
    unitPrice: fixed(decimal),
    quantity: fixed(decimal),
    discountPercent: fixed(decimal),
    taxPercent: fixed(decimal),
    shipmentDate: fixed(date),
  },
};
