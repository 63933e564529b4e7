/**
 * Requests that Business Central refuses, with what its documentation lets expect. `{order}` and the like in addresses
 * and bodies are what `ground.ts` laid. A body that is a string is sent as it is.
 */
export interface BadRequest {
  readonly name: string;
  /** `POST salesOrders`: below the company, unless it begins with `/` (below `/api/v2.0`). */
  readonly request: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly code: string;
  /** The page that says so, below dev-itpro/; `S:` is a file of microsoft/BCApps' APIV2 app. */
  readonly page: string;
}

const CODES = 'webservices/dynamics-error-codes.md';
const FILTERS = 'webservices/use-filter-expressions-in-odata-uris.md';
const ORDER = 'api-reference/v2.0/resources/dynamics_salesorder.md';
const LINE = 'api-reference/v2.0/resources/dynamics_salesorderline.md';
const UPDATE = 'api-reference/v2.0/api/dynamics_salesorder_update.md';
const LINES_PAGE = 'S: APIV2SalesOrderLines.Page.al';
const ORDERS_PAGE = 'S: APIV2SalesOrders.Page.al';
const INVOICE = 'api-reference/v2.0/resources/dynamics_salesinvoice.md';
const WEBHOOKS = 'api-reference/v2.0/dynamics-subscriptions.md';
const STATUSES = 'includes/include-http-status-error-codes.md';
const NOBODY = '11111111-2222-4333-8444-555555555555';

const order = (changes: object) => ({ customerNumber: '10000', ...changes });
const withLine = (line: object) => order({ salesOrderLines: [line] });
const item = (changes: object) => withLine({ lineType: 'Item', lineObjectNumber: 'CW-001', quantity: 1, ...changes });

export const ADDRESSES: readonly BadRequest[] = [
  {
    name: 'no token',
    request: 'GET items',
    headers: { authorization: '' },
    status: 401,
    code: 'Authentication_InvalidCredentials',
    page: CODES,
  },
  {
    name: 'an unknown token',
    request: 'GET items',
    headers: { authorization: 'Bearer abc' },
    status: 401,
    code: 'Authentication_InvalidCredentials',
    page: CODES,
  },
  { name: 'no company, of two', request: 'GET /items', status: 404, code: 'Internal_CompanyNotFound', page: CODES },
  {
    name: 'an unknown company',
    request: `GET /companies(${NOBODY})/items`,
    status: 404,
    code: 'Internal_CompanyNotFound',
    page: CODES,
  },
  { name: 'an unknown set', request: 'GET salesOrder', status: 404, code: 'BadRequest_ResourceNotFound', page: CODES },
  {
    name: 'a key that is no GUID',
    request: 'GET salesOrders(101001)',
    status: 400,
    code: 'BadRequest_NotFound',
    page: CODES,
  },
  {
    name: 'an order that is not there',
    request: `GET salesOrders(${NOBODY})`,
    status: 404,
    code: 'Internal_RecordNotFound',
    page: CODES,
  },
  {
    name: 'POST where nothing can be created',
    request: 'POST /companies',
    body: {},
    status: 405,
    code: 'BadRequest_MethodNotAllowed',
    page: CODES,
  },
  {
    name: 'a new shipment',
    request: 'POST salesShipments',
    body: {},
    status: 405,
    code: 'BadRequest_MethodNotAllowed',
    page: 'api-reference/v2.0/resources/dynamics_salesShipment.md',
  },
  {
    name: 'a new ledger entry',
    request: 'POST itemLedgerEntries',
    body: {},
    status: 405,
    code: 'BadRequest_MethodNotAllowed',
    page: 'api-reference/v2.0/resources/dynamics_itemledgerentry.md',
  },
  {
    name: 'the lines of all orders',
    request: 'GET salesOrderLines',
    status: 400,
    code: 'Application_DialogException',
    page: LINES_PAGE,
  },
  {
    name: 'shipping without invoicing',
    request: 'POST salesOrders({order})/Microsoft.NAV.ship',
    status: 404,
    code: 'BadRequest_ResourceNotFound',
    page: ORDER,
  },
  {
    name: 'GET of an action',
    request: 'GET salesOrders({order})/Microsoft.NAV.shipAndInvoice',
    status: 405,
    code: 'BadRequest_MethodNotAllowed',
    page: ORDER,
  },
];

const query = (name: string, options: string, code: string, page: string, set = 'salesOrders'): BadRequest => ({
  name,
  request: `GET ${set}?${options}`,
  status: 400,
  code,
  page,
});

export const QUERIES: readonly BadRequest[] = [
  query('a filter on no property', "$filter=externalDocumentNo eq 'X'", 'BadRequest', FILTERS),
  query('a string without quotes', '$filter=externalDocumentNumber eq 101', 'BadRequest', FILTERS),
  query('a number in quotes', "$filter=totalAmountIncludingTax gt '5'", 'BadRequest', FILTERS),
  query('a GUID in quotes', `$filter=customerId eq '${NOBODY}'`, 'BadRequest', FILTERS),
  query('"or" over two fields', "$filter=number eq 'A' or externalDocumentNumber eq 'A'", 'BadRequest', FILTERS),
  query('"in" without schema 2.1', "$filter=number in ('A','B')", 'BadRequest', FILTERS),
  query('a string without its end', "$filter=number eq 'A", 'BadRequest', FILTERS),
  query('a single quote within a string', "$filter=number eq 'O'Brien'", 'BadRequest', FILTERS),
  query('a comparison without its value', '$filter=number eq', 'BadRequest', FILTERS),
  query('$select of no property', '$select=number,colour', 'BadRequest', ORDER),
  query('$orderby no property', '$orderby=colour', 'BadRequest', ORDER),
  query('$expand of no property', '$expand=salesLines', 'BadRequest', ORDER),
  query('$top below none', '$top=-1', 'BadRequest_InvalidRequestUrl', CODES),
  query('an unknown option', '$search=ada', 'BadRequest_InvalidRequestUrl', CODES),
  query('an option twice', '$top=1&$top=2', 'BadRequest_InvalidRequestUrl', CODES),
  query('a made-up skip token', '$skiptoken=20', 'BadRequest_InvalidRequestUrl', CODES),
  {
    ...query(
      'pages of none',
      '$top=5',
      'BadRequest_InvalidRequestUrl',
      'webservices/Server-Driven-Paging-in-OData-Web-Services.md',
    ),
    headers: { prefer: 'odata.maxpagesize=0' },
  },
];

const newOrder = (name: string, body: unknown, code: string, page: string): BadRequest => ({
  name,
  request: 'POST salesOrders',
  body,
  status: 400,
  code,
  page,
});

export const ORDERS: readonly BadRequest[] = [
  newOrder('no JSON', '{"customerNumber":', 'BadRequest', CODES),
  newOrder('no object', [], 'BadRequest', CODES),
  newOrder('an unknown field', order({ paymentMethod: 'CARD' }), 'BadRequest', ORDER),
  newOrder("the create page's own documentLines", order({ documentLines: [] }), 'BadRequest', ORDER),
  newOrder('a number of its own', order({ number: 'WC-1' }), 'BadRequest_InvalidOperation', CODES),
  newOrder('an id of its own', order({ id: NOBODY }), 'BadRequest_InvalidOperation', ORDER),
  newOrder('a total', order({ totalAmountIncludingTax: 10 }), 'BadRequest_InvalidOperation', ORDER),
  newOrder('a status', order({ status: 'Open' }), 'BadRequest_InvalidOperation', ORDERS_PAGE),
  newOrder('a bill-to address', order({ billToCity: 'Hamburg' }), 'BadRequest_InvalidOperation', ORDERS_PAGE),
  newOrder('a date that is none', order({ orderDate: '20.11.2026' }), 'BadRequest', CODES),
  newOrder('an instant for a date', order({ orderDate: '2026-11-20T10:00:00Z' }), 'BadRequest', CODES),
  newOrder('a boolean in quotes', order({ pricesIncludeTax: 'true' }), 'BadRequest', ORDER),
  newOrder('null', order({ shipToName: null }), 'BadRequest', ORDER),
  newOrder('a malformed GUID', order({ paymentTermsId: 'COD' }), 'Application_InvalidGUID', CODES),
  newOrder(
    'an external number of 36',
    order({ externalDocumentNumber: 'X'.repeat(36) }),
    'Application_StringExceededLength',
    CODES,
  ),
  newOrder('a name of 101', order({ shipToName: 'x'.repeat(101) }), 'Application_StringExceededLength', CODES),
  newOrder(
    'a second address line of 51',
    order({ shipToAddressLine2: 'x'.repeat(51) }),
    'Application_StringExceededLength',
    CODES,
  ),
  newOrder('a city of 31', order({ shipToCity: 'x'.repeat(31) }), 'Application_StringExceededLength', CODES),
  newOrder('an e-mail address of 81', order({ email: 'x'.repeat(81) }), 'Application_StringExceededLength', CODES),
  newOrder('no customer', { externalDocumentNumber: 'WC-1' }, 'Application_DialogException', CODES),
  newOrder('an unknown customer', { customerNumber: 'NOBODY' }, 'Application_DialogException', ORDERS_PAGE),
  newOrder(
    'two customers',
    { customerNumber: 'C-100', customerId: '{customer}' },
    'Application_DialogException',
    ORDERS_PAGE,
  ),
  newOrder('an unknown currency', order({ currencyCode: 'XTS' }), 'Application_DialogException', ORDERS_PAGE),
  newOrder('unknown payment terms', order({ paymentTermsId: NOBODY }), 'Application_DialogException', ORDERS_PAGE),
  newOrder(
    'an unknown shipment method',
    order({ shipmentMethodId: NOBODY }),
    'Application_DialogException',
    ORDERS_PAGE,
  ),
  newOrder('an unknown country', order({ shipToCountry: 'XX' }), 'Internal_InvalidTableRelation', CODES),
  newOrder('an unknown salesperson', order({ salesperson: 'NOBODY' }), 'Internal_InvalidTableRelation', CODES),
  {
    ...newOrder('a body without its type', order({}), 'Unknown', STATUSES),
    headers: { 'content-type': 'text/plain' },
    status: 415,
  },
  {
    ...newOrder(
      'a body that is too large',
      order({ shipToName: 'x'.repeat(70_000) }),
      'Unknown',
      'administration/operational-limits-online.md',
    ),
    status: 413,
  },
];

export const LINES: readonly BadRequest[] = [
  newOrder(
    'item and account in one line',
    withLine({ itemId: '{item}', accountId: '{account}', quantity: 1 }),
    'Application_DialogException',
    LINES_PAGE,
  ),
  newOrder('an unknown item', item({ lineObjectNumber: 'CW-999' }), 'Application_DialogException', LINES_PAGE),
  newOrder(
    "an unknown item's id",
    withLine({ itemId: NOBODY, quantity: 1 }),
    'Application_DialogException',
    LINES_PAGE,
  ),
  newOrder(
    'an unknown account',
    withLine({ lineType: 'Account', lineObjectNumber: '9999' }),
    'Application_DialogException',
    LINES_PAGE,
  ),
  newOrder('a blocked item', item({ lineObjectNumber: 'CW-020' }), 'Application_FieldValidationException', CODES),
  newOrder(
    'an item line without an item',
    withLine({ lineType: 'Item', quantity: 1 }),
    'Application_FieldValidationException',
    CODES,
  ),
  newOrder('a line type that is none', item({ lineType: 'Shipping' }), 'Application_EvaluateException', CODES),
  newOrder(
    'a comment with a quantity',
    withLine({ description: 'Hello', quantity: 1 }),
    'Application_FieldValidationException',
    CODES,
  ),
  newOrder('a quantity in quotes', item({ quantity: '1' }), 'BadRequest', LINE),
  newOrder("an order line's amount", item({ netAmount: 5 }), 'BadRequest_InvalidOperation', LINE),
  newOrder("a tax percentage, which is the tax code's", item({ taxPercent: 19 }), 'BadRequest_InvalidOperation', LINE),
  newOrder('an unknown tax code', item({ taxCode: 'VAT99' }), 'Internal_InvalidTableRelation', CODES),
  newOrder('an unknown unit', item({ unitOfMeasureCode: 'BOX' }), 'Application_DialogException', LINES_PAGE),
  newOrder('an unknown location', item({ locationId: NOBODY }), 'Application_DialogException', LINES_PAGE),
  newOrder('a discount above all', item({ discountPercent: 101 }), 'Application_DialogException', LINE),
  newOrder('more to ship than was ordered', item({ shipQuantity: 2 }), 'Application_DialogException', LINE),
  newOrder('a line of another order', item({ documentId: '{order}' }), 'Application_DialogException', LINES_PAGE),
  {
    name: 'a line of no order',
    request: 'POST salesOrderLines',
    body: { description: 'x' },
    status: 400,
    code: 'BadRequest_RequiredParamNotProvided',
    page: LINE,
  },
  {
    name: 'a sequence that is taken',
    request: 'POST salesOrders({order})/salesOrderLines',
    body: { sequence: 10000, description: 'x' },
    status: 400,
    code: 'Application_DialogException',
    page: LINES_PAGE,
  },
  {
    name: 'a line moved to another order',
    request: 'PATCH salesOrderLines({line})',
    body: { documentId: NOBODY },
    headers: { 'if-match': '*' },
    status: 400,
    code: 'Application_DialogException',
    page: LINES_PAGE,
  },
  {
    name: "another place among the order's lines",
    request: 'PATCH salesOrderLines({line})',
    body: { sequence: 5 },
    headers: { 'if-match': '*' },
    status: 400,
    code: 'Application_DialogException',
    page: LINES_PAGE,
  },
  {
    name: 'another item on a line',
    request: 'PATCH salesOrderLines({line})',
    body: { lineObjectNumber: 'CW-002' },
    headers: { 'if-match': '*' },
    status: 400,
    code: 'Application_DialogException',
    page: LINES_PAGE,
  },
  {
    name: 'a line of a released order',
    request: 'POST salesOrders({released})/salesOrderLines',
    body: { lineType: 'Item', lineObjectNumber: 'CW-001', quantity: 1 },
    status: 400,
    code: 'Application_FieldValidationException',
    page: CODES,
  },
];

const change = (
  name: string,
  request: string,
  body: object,
  code: string,
  page: string,
  etag?: string,
  status = 400,
): BadRequest => ({
  name,
  request,
  ...(request.startsWith('PATCH') ? { body } : {}),
  ...(etag === undefined ? {} : { headers: { 'if-match': etag } }),
  status,
  code,
  page,
});

export const CHANGES: readonly BadRequest[] = [
  change(
    'PATCH without If-Match',
    'PATCH salesOrders({order})',
    { shipToName: 'Ada' },
    'BadRequest_InvalidToken',
    UPDATE,
  ),
  change(
    'PATCH of what was read before',
    'PATCH salesOrders({order})',
    { shipToName: 'Ada' },
    'Request_EntityChanged',
    UPDATE,
    '{stale}',
    409,
  ),
  change(
    'DELETE without If-Match',
    'DELETE salesOrders({order})',
    {},
    'BadRequest_InvalidToken',
    'api-reference/v2.0/api/dynamics_salesorder_delete.md',
  ),
  change(
    'DELETE of what was read before',
    'DELETE salesOrders({order})',
    {},
    'Request_EntityChanged',
    'api-reference/v2.0/api/dynamics_salesorder_delete.md',
    '{stale}',
    409,
  ),
  change(
    'lines together with their order',
    'PATCH salesOrders({order})',
    { salesOrderLines: [] },
    'BadRequest',
    'webservices/odata-known-limitations.md',
    '*',
  ),
  change(
    'a currency for a released order',
    'PATCH salesOrders({released})',
    { currencyCode: 'USD' },
    'Application_FieldValidationException',
    CODES,
    '*',
  ),
  change(
    'stock by changing the item',
    'PATCH items({item})',
    { inventory: 5 },
    'BadRequest_InvalidOperation',
    'api-reference/v2.0/resources/dynamics_item.md',
    '*',
  ),
  change(
    'a customer without a name',
    'PATCH customers({customer})',
    { displayName: '' },
    'BadRequest_RequiredParamNotProvided',
    CODES,
    '*',
  ),
  change(
    'the end of a customer with orders',
    'DELETE customers({customer})',
    {},
    'Application_DialogException',
    CODES,
    '*',
  ),
  change(
    'a posted invoice',
    'PATCH salesInvoices({invoice})',
    { shipToName: 'Ada' },
    'Application_DialogException',
    INVOICE,
    '*',
  ),
  change(
    'the end of a posted invoice',
    'DELETE salesInvoices({invoice})',
    {},
    'Application_DialogException',
    INVOICE,
    '*',
  ),
  {
    name: 'a new customer without a name',
    request: 'POST customers',
    body: { number: 'C-1' },
    status: 400,
    code: 'BadRequest_RequiredParamNotProvided',
    page: CODES,
  },
  {
    name: 'a customer number that is taken',
    request: 'POST customers',
    body: { number: 'c-100', displayName: 'Twin' },
    status: 409,
    code: 'Internal_EntityWithSameKeyExists',
    page: CODES,
  },
  {
    name: 'an order without lines, posted',
    request: 'POST salesOrders({empty})/Microsoft.NAV.shipAndInvoice',
    status: 400,
    code: 'Application_DialogException',
    page: ORDERS_PAGE,
  },
  {
    name: 'an invoice posted twice',
    request: 'POST salesInvoices({invoice})/Microsoft.NAV.post',
    status: 400,
    code: 'Application_DialogException',
    page: INVOICE,
  },
  {
    name: 'a paid invoice, canceled',
    request: 'POST salesInvoices({paid})/Microsoft.NAV.cancel',
    status: 400,
    code: 'Application_DialogException',
    page: INVOICE,
  },
  {
    name: 'a partly paid invoice, corrected',
    request: 'POST salesInvoices({partly})/Microsoft.NAV.makeCorrectiveCreditMemo',
    status: 400,
    code: 'Application_DialogException',
    page: INVOICE,
  },
  {
    name: 'a paid invoice, corrected',
    request: 'POST salesInvoices({paid})/Microsoft.NAV.makeCorrectiveCreditMemo',
    status: 400,
    code: 'Application_DialogException',
    page: INVOICE,
  },
];

const RESOURCE = '/api/v2.0/companies({company})/salesOrders';
const NOWHERE = 'http://127.0.0.1:9/hook';
const subscription = (name: string, body: object, code: string): BadRequest => ({
  name,
  request: 'POST /subscriptions',
  body,
  status: 400,
  code,
  page: WEBHOOKS,
});

export const SUBSCRIPTIONS: readonly BadRequest[] = [
  subscription(
    'shipments, which nobody is told of',
    { notificationUrl: NOWHERE, resource: '/api/v2.0/companies({company})/salesShipments' },
    'BadRequest',
  ),
  subscription(
    'an address without TLS',
    { notificationUrl: 'http://example.com/hook', resource: RESOURCE },
    'BadRequest',
  ),
  subscription('no address', { resource: RESOURCE }, 'BadRequest_RequiredParamNotProvided'),
  subscription('nobody there for the handshake', { notificationUrl: NOWHERE, resource: RESOURCE }, 'BadRequest'),
  subscription(
    'an expiry of its own',
    { notificationUrl: NOWHERE, resource: RESOURCE, expirationDateTime: '2027-01-01T00:00:00Z' },
    'BadRequest_InvalidOperation',
  ),
  subscription(
    'a client state of 2049',
    { notificationUrl: NOWHERE, resource: RESOURCE, clientState: 'x'.repeat(2_049) },
    'Application_StringExceededLength',
  ),
];

/** Wrong token requests: what differs from a right one, and Entra's answer. */
export const TOKEN_REQUESTS: readonly {
  name: string;
  form: Record<string, string | undefined>;
  status: number;
  error: string;
  code: number;
}[] = [
  { name: 'a wrong secret', form: { client_secret: 'wrong' }, status: 401, error: 'invalid_client', code: 7000215 },
  { name: 'no secret', form: { client_secret: undefined }, status: 401, error: 'invalid_client', code: 7000218 },
  {
    name: 'an unknown application',
    form: { client_id: NOBODY },
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
  },
  {
    name: "another service's scope",
    form: { scope: 'https://graph.microsoft.com/.default' },
    status: 400,
    error: 'invalid_scope',
    code: 70011,
  },
  { name: 'no scope', form: { scope: undefined }, status: 400, error: 'invalid_request', code: 900144 },
  {
    name: 'another grant',
    form: { grant_type: 'password' },
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
  },
];
