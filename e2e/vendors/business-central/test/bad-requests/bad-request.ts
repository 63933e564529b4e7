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

/** Their pages. */
export const CODES = 'webservices/dynamics-error-codes.md';
export const FILTERS = 'webservices/use-filter-expressions-in-odata-uris.md';
export const ORDER = 'api-reference/v2.0/resources/dynamics_salesorder.md';
export const LINE = 'api-reference/v2.0/resources/dynamics_salesorderline.md';
export const UPDATE = 'api-reference/v2.0/api/dynamics_salesorder_update.md';
export const LINES_PAGE = 'S: APIV2SalesOrderLines.Page.al';
export const ORDERS_PAGE = 'S: APIV2SalesOrders.Page.al';
export const INVOICE = 'api-reference/v2.0/resources/dynamics_salesinvoice.md';
export const WEBHOOKS = 'api-reference/v2.0/dynamics-subscriptions.md';
export const STATUSES = 'includes/include-http-status-error-codes.md';

/** A GUID of nobody and nothing. */
export const NOBODY = '11111111-2222-4333-8444-555555555555';

export const order = (changes: object) => ({ customerNumber: '10000', ...changes });
export const withLine = (line: object) => order({ salesOrderLines: [line] });
export const item = (changes: object) =>
  withLine({ lineType: 'Item', lineObjectNumber: 'CW-001', quantity: 1, ...changes });

/** A refused `POST salesOrders`. */
export const newOrder = (name: string, body: unknown, code: string, page: string): BadRequest => ({
  name,
  request: 'POST salesOrders',
  body,
  status: 400,
  code,
  page,
});
