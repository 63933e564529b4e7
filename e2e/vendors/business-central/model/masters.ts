import type { Entity } from './entity.ts';
import { boolean, choice, code, date, decimal, fixed, guid, instant, integer, text } from './field.ts';

const lastModifiedDateTime = fixed(instant);
const id = fixed(guid);

/** resources/dynamics_company.md */
export const company: Entity = {
  name: 'company',
  set: 'companies',
  order: 'name',
  methods: ['GET'],
  fields: {
    id,
    systemVersion: fixed(text(250)),
    name: fixed(text(30)),
    displayName: fixed(text(250)),
    businessProfileId: fixed(text(250)),
  },
};

/** resources/dynamics_customer.md; `balanceDue` is no field that can be written. */
export const customer: Entity = {
  name: 'customer',
  set: 'customers',
  order: 'number',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  fields: {
    id,
    number: code(20),
    displayName: text(100),
    type: choice('Company', 'Person'),
    addressLine1: text(100),
    addressLine2: text(50),
    city: text(30),
    state: text(30),
    country: code(10),
    postalCode: code(20),
    phoneNumber: text(30),
    email: text(80),
    website: text(80),
    salespersonCode: code(20),
    balanceDue: fixed(decimal),
    creditLimit: decimal,
    taxLiable: boolean,
    taxAreaId: guid,
    taxAreaDisplayName: fixed(text(100)),
    taxRegistrationNumber: text(50),
    currencyId: guid,
    currencyCode: code(10),
    paymentTermsId: guid,
    shipmentMethodId: guid,
    paymentMethodId: guid,
    blocked: choice(' ', 'Ship', 'Invoice', 'All'),
    lastModifiedDateTime,
  },
};

/**
 * resources/dynamics_item.md. `inventory` is read-only there, though S lets a PATCH of it post an adjustment: refused.
 */
export const item: Entity = {
  name: 'item',
  set: 'items',
  order: 'number',
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  fields: {
    id,
    number: code(20),
    displayName: text(100),
    displayName2: text(50),
    type: choice('Inventory', 'Service', 'Non-Inventory'),
    itemCategoryId: guid,
    itemCategoryCode: code(20),
    blocked: boolean,
    gtin: code(14),
    inventory: fixed(decimal),
    unitPrice: decimal,
    priceIncludesTax: boolean,
    unitCost: decimal,
    taxGroupId: guid,
    taxGroupCode: code(20),
    baseUnitOfMeasureId: guid,
    baseUnitOfMeasureCode: code(10),
    generalProductPostingGroupId: guid,
    generalProductPostingGroupCode: code(20),
    inventoryPostingGroupId: guid,
    inventoryPostingGroupCode: code(20),
    lastModifiedDateTime,
  },
};

/** resources/dynamics_itemledgerentry.md: written by posting, never over the API. */
export const itemLedgerEntry: Entity = {
  name: 'itemLedgerEntry',
  set: 'itemLedgerEntries',
  order: 'entryNumber',
  methods: ['GET'],
  fields: {
    id,
    entryNumber: fixed(integer),
    itemNumber: fixed(code(20)),
    postingDate: fixed(date),
    entryType: fixed(choice('Sale', 'Positive_x0020_Adjmt_x002E_', 'Negative_x0020_Adjmt_x002E_')),
    sourceNumber: fixed(code(20)),
    sourceType: fixed(choice('_x0020_', 'Customer')),
    documentNumber: fixed(code(20)),
    documentType: fixed(choice('_x0020_', 'Sales_x0020_Shipment', 'Sales_x0020_Credit_x0020_Memo')),
    description: fixed(text(100)),
    quantity: fixed(decimal),
    salesAmountActual: fixed(decimal),
    costAmountActual: fixed(decimal),
    lastModifiedDateTime,
  },
};

const coded = (name: string, set: string, length: number, fields: Entity['fields'] = {}): Entity => ({
  name,
  set,
  order: 'code',
  methods: ['GET'],
  fields: { id, code: code(length), displayName: text(100), ...fields, lastModifiedDateTime },
});

/** resources/dynamics_paymentTerm.md (read only here) */
export const paymentTerm = coded('paymentTerm', 'paymentTerms', 10, {
  dueDateCalculation: text(32),
  discountDateCalculation: text(32),
  discountPercent: decimal,
  calculateDiscountOnCreditMemos: boolean,
});

/** resources/dynamics_shipmentMethod.md (read only here) */
export const shipmentMethod = coded('shipmentMethod', 'shipmentMethods', 10);

/** resources/dynamics_taxGroup.md (read only here); the percentage isn't in the API, see configuration.ts. */
export const taxGroup = coded('taxGroup', 'taxGroups', 20, { taxType: choice('Sales Tax', 'VAT') });

/** resources/dynamics_currency.md (read only here) */
export const currency = coded('currency', 'currencies', 10, {
  symbol: text(10),
  amountDecimalPlaces: text(5),
  amountRoundingPrecision: decimal,
});

/** resources/dynamics_unitOfMeasure.md (read only here) */
export const unitOfMeasure = coded('unitOfMeasure', 'unitsOfMeasure', 10, {
  internationalStandardCode: code(10),
  symbol: text(10),
});

/** resources/dynamics_location.md (read only here) */
export const location = coded('location', 'locations', 10, {
  contact: text(100),
  addressLine1: text(100),
  addressLine2: text(50),
  city: text(30),
  state: text(30),
  country: code(10),
  postalCode: code(20),
  phoneNumber: text(30),
  email: text(80),
  website: text(80),
});

/** resources/dynamics_account.md */
export const account: Entity = {
  name: 'account',
  set: 'accounts',
  order: 'number',
  methods: ['GET'],
  fields: {
    id,
    number: code(20),
    displayName: text(100),
    category: choice(' ', 'Assets', 'Liabilities', 'Equity', 'Income', 'Cost of Goods Sold', 'Expense'),
    subCategory: text(80),
    blocked: boolean,
    accountType: choice('Posting', 'Heading', 'Total', 'Begin Total', 'End Total'),
    directPosting: boolean,
    netChange: decimal,
    lastModifiedDateTime,
  },
};
