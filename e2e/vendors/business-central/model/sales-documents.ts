import type { Entity } from './entity.ts';
import { boolean, choice, code, date, decimal, type Field, type Fields, fixed, guid, instant, text } from './field.ts';

/** `sellTo`, `billTo` or `shipTo` with the six parts of an address. */
function address(prefix: string, as: (field: Field) => Field = (field) => field): Fields {
  return {
    [`${prefix}AddressLine1`]: as(text(100)),
    [`${prefix}AddressLine2`]: as(text(50)),
    [`${prefix}City`]: as(text(30)),
    [`${prefix}Country`]: as(code(10)),
    [`${prefix}State`]: as(text(30)),
    [`${prefix}PostCode`]: as(code(20)),
  };
}

const party: Fields = {
  customerId: guid,
  customerNumber: code(20),
  customerName: fixed(text(100)),
  billToName: fixed(text(100)),
  billToCustomerId: guid,
  billToCustomerNumber: code(20),
};

const shipTo: Fields = { shipToName: text(100), shipToContact: text(100) };

const dimensions: Fields = { shortcutDimension1Code: code(20), shortcutDimension2Code: code(20) };

/** pricesIncludeTax: the pages call it read-only, S (APIV2SalesOrders.Page.al) lets it be written: so does this. */
const terms: Fields = {
  currencyId: guid,
  currencyCode: code(10),
  pricesIncludeTax: boolean,
  paymentTermsId: guid,
  shipmentMethodId: guid,
  salesperson: code(20),
};

const amounts: Fields = {
  discountAmount: decimal,
  discountAppliedBeforeTax: fixed(boolean),
  totalAmountExcludingTax: fixed(decimal),
  totalTaxAmount: fixed(decimal),
  totalAmountIncludingTax: fixed(decimal),
};

const contact: Fields = { phoneNumber: text(30), email: text(80) };
const lastModifiedDateTime = fixed(instant);
const head: Fields = { id: fixed(guid), number: fixed(code(20)), externalDocumentNumber: code(35) };

/** resources/dynamics_salesorder.md. No unique key on externalDocumentNumber. */
export const salesOrder: Entity = {
  name: 'salesOrder',
  set: 'salesOrders',
  lines: 'salesOrderLines',
  order: 'number',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  actions: ['shipAndInvoice'],
  fields: {
    ...head,
    orderDate: date,
    postingDate: date,
    ...party,
    ...shipTo,
    ...address('sellTo'),
    ...address('billTo', fixed),
    ...address('shipTo'),
    ...dimensions,
    ...terms,
    partialShipping: boolean,
    requestedDeliveryDate: date,
    ...amounts,
    fullyShipped: fixed(boolean),
    status: fixed(choice('Draft', 'In Review', 'Open')),
    lastModifiedDateTime,
    ...contact,
  },
};

/** resources/dynamics_salesinvoice.md */
export const salesInvoice: Entity = {
  name: 'salesInvoice',
  set: 'salesInvoices',
  lines: 'salesInvoiceLines',
  order: 'number',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  actions: ['post', 'postAndSend', 'send', 'cancel', 'cancelAndSend', 'makeCorrectiveCreditMemo'],
  fields: {
    ...head,
    invoiceDate: date,
    postingDate: date,
    dueDate: date,
    promisedPayDate: date,
    customerPurchaseOrderReference: text(35),
    ...party,
    ...shipTo,
    ...address('sellTo'),
    ...address('billTo', fixed),
    ...address('shipTo'),
    ...dimensions,
    ...terms,
    orderId: fixed(guid),
    orderNumber: fixed(code(20)),
    remainingAmount: fixed(decimal),
    ...amounts,
    status: fixed(choice(' ', 'Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective')),
    lastModifiedDateTime,
    ...contact,
  },
};

/** resources/dynamics_salescreditmemo.md; `invoiceId`/`invoiceNumber` say which invoice it is applied to. */
export const salesCreditMemo: Entity = {
  name: 'salesCreditMemo',
  set: 'salesCreditMemos',
  lines: 'salesCreditMemoLines',
  order: 'number',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  actions: ['post', 'postAndSend', 'send', 'cancel', 'cancelAndSend'],
  fields: {
    ...head,
    creditMemoDate: date,
    postingDate: date,
    dueDate: date,
    ...party,
    ...address('sellTo'),
    ...address('billTo'),
    ...dimensions,
    ...terms,
    ...amounts,
    status: fixed(choice('Draft', 'In Review', 'Open', 'Canceled', 'Corrective', 'Paid')),
    lastModifiedDateTime,
    invoiceId: guid,
    invoiceNumber: code(20),
    ...contact,
    customerReturnReasonId: guid,
  },
};

/** resources/dynamics_salesShipment.md: the order's number, but neither its id nor a carrier or tracking. */
export const salesShipment: Entity = {
  name: 'salesShipment',
  set: 'salesShipments',
  lines: 'salesShipmentLines',
  order: 'number',
  methods: ['GET'],
  fields: {
    ...head,
    invoiceDate: date,
    postingDate: date,
    dueDate: date,
    customerPurchaseOrderReference: text(35),
    ...party,
    ...shipTo,
    ...address('sellTo'),
    ...address('billTo'),
    ...address('shipTo'),
    currencyCode: code(10),
    orderNumber: code(20),
    paymentTermsCode: code(10),
    shipmentMethodCode: code(10),
    salesperson: code(20),
    pricesIncludeTax: boolean,
    lastModifiedDateTime,
    ...contact,
  },
};
