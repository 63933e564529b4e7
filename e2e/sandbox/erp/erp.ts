import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { Amendment } from '../amendment.ts';
import type { ErpConfiguration } from '../configuration.ts';
import { countDocuments, findDuplicates } from '../documents.ts';
import { changesRoute } from '../feed.ts';
import { type Answer, type Call, type Route, readLimit } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { ExternalId, read, Text } from '../shapes.ts';
import { Nodes } from '../stock/nodes.ts';
import { reclassifying } from '../stock/returned.ts';
import { Stock } from '../stock/stock.ts';
import { STOCK_EVENT, StockNotices } from '../stock/stock-notices.ts';
import { stockControlRoutes, stockRoutes } from '../stock/stock-routes.ts';
import type { Store } from '../store.ts';
import type { System } from '../system.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { Allocation } from './allocation.ts';
import { channelSaleRoutes } from './channel-sales.ts';
import { CREDIT_MEMO_EVENTS, CreditMemos } from './credit-memos.ts';
import { Items } from './items.ts';
import { judge, OrderRequest } from './order-request.ts';
import { Orders } from './orders.ts';
import { RETURN_EVENTS, Returns } from './returns.ts';
import { ShipmentRequest, Shipments } from './shipments.ts';
import { SignIn } from './sign-in.ts';
import { SubstitutionRequest, Substitutions } from './substitutions.ts';

export const ERP_EVENTS = [
  'order.allocated',
  'order.backordered',
  'order.cancelled',
  ...RETURN_EVENTS,
  ...CREDIT_MEMO_EVENTS,
  STOCK_EVENT,
];

const CancelRequest = z.strictObject({ reason: Text.optional() });
const HurryRequest = z.strictObject({ external_id: ExternalId });
const delay = z.int().min(0).max(3_600_000);
const Settings = z.strictObject({
  duplicate_detection: z.boolean().optional(),
  allocate_after_ms: delay.optional(),
  close_after_ms: delay.optional(),
  token_ttl_s: z.int().min(1).max(86_400).optional(),
  period_closed: z.boolean().optional(),
});

type ErpSettings = Pick<
  ErpConfiguration,
  'duplicate_detection' | 'allocate_after_ms' | 'close_after_ms' | 'token_ttl_s'
> & {
  /** The books are closed: no credit memo is taken back. */
  readonly period_closed: boolean;
};

/** The small ERP: sign-in, item master, sales orders, allocation, shipments, returns, credit memos. */
export class Erp implements System {
  readonly name = 'erp';
  readonly routes: readonly Route[];
  readonly controlRoutes: readonly Route[];
  readonly #store: Store;
  readonly #configuration: ErpConfiguration;
  #settings: ErpSettings;
  readonly #signIn: SignIn;
  readonly #stock: Stock;
  readonly #nodes: Nodes;
  readonly #notices: StockNotices;
  readonly #items: Items;
  readonly #orders: Orders;
  readonly #allocation: Allocation;
  readonly #shipments: Shipments;
  readonly #substitutions: Substitutions;
  readonly #returns: Returns;
  readonly #memos: CreditMemos;

  constructor(store: Store, configuration: ErpConfiguration, outgoing: Outgoing) {
    const { duplicate_detection, allocate_after_ms, close_after_ms, token_ttl_s } = configuration;
    this.#store = store;
    this.#configuration = configuration;
    this.#settings = { duplicate_detection, allocate_after_ms, close_after_ms, token_ttl_s, period_closed: false };
    this.#signIn = new SignIn(store, configuration);
    this.#stock = new Stock(store);
    this.#nodes = new Nodes(store);
    this.#items = new Items(this.#stock);
    this.#orders = new Orders(store, this.#items, outgoing);
    this.#allocation = new Allocation(store, this.#items, this.#orders);
    this.#shipments = new Shipments(store, this.#items, this.#orders);
    this.#substitutions = new Substitutions(store, this.#stock, this.#items, this.#orders);
    const refusesDuplicates = () => this.#settings.duplicate_detection;
    const reclassify = reclassifying(this.#stock, this.#nodes, (sku) => this.#orders.retryShort(sku));
    this.#returns = new Returns(store, reclassify, outgoing, refusesDuplicates);
    this.#memos = new CreditMemos(store, this.#returns, outgoing, {
      taxCodes: configuration.tax_codes,
      refusesDuplicates,
      periodClosed: () => this.#settings.period_closed,
    });
    this.routes = this.#apiRoutes();
    this.controlRoutes = [...this.#stockControl(), ...this.#returns.controlRoutes(), ...this.#ownControlRoutes()];
    store.transaction(() => this.#stock.seed(configuration.nodes, configuration.items));
    this.#notices = new StockNotices(store, this.#stock, outgoing);
  }

  get duplicateDetection(): boolean {
    return this.#settings.duplicate_detection;
  }

  authenticate(headers: IncomingHttpHeaders): void {
    this.#signIn.authenticate(headers);
  }

  expireSignIn(headers: IncomingHttpHeaders): void {
    this.#signIn.expire(headers);
  }

  externalIdAt(path: string): string | undefined {
    const [, kind, number] = /^\/(orders|returns|credit-memos)\/([^/]+)/.exec(path) ?? [];
    if (number === undefined) return undefined;
    if (kind === 'returns') return this.#returns.externalIdOf(number);
    if (kind === 'credit-memos') return this.#memos.externalIdOf(number);
    return this.#store.row<{ external_id: string }>('SELECT external_id FROM sales_order WHERE number = ?', number)
      ?.external_id;
  }

  work(nowMs: number): void {
    this.#allocation.work(nowMs);
    this.#notices.work(nowMs);
  }

  documentCounts() {
    return countDocuments(this.#store, 'sales_order');
  }

  duplicates() {
    return findDuplicates(this.#store, 'sales_order');
  }

  #apiRoutes(): Route[] {
    const orders = this.#orders;
    const number = ({ parameters }: Call) => parameters.number ?? '';
    return [
      this.#signIn.route(() => this.#settings.token_ttl_s),
      { method: 'POST', pattern: '/orders', handle: ({ body }) => ({ status: 201, body: this.#create(body) }) },
      {
        method: 'GET',
        pattern: '/orders',
        query: ['external_id', 'changed_since', 'limit'],
        handle: ({ query }) => this.#list(query),
      },
      {
        method: 'GET',
        pattern: '/orders/:number',
        handle: (call) => ({ status: 200, body: orders.document(orders.byNumber(number(call))) }),
      },
      {
        method: 'PATCH',
        pattern: '/orders/:number',
        handle: (call) => ({ status: 200, body: orders.amend(number(call), read(Amendment, call.body)) }),
      },
      {
        method: 'POST',
        pattern: '/orders/:number/cancel',
        handle: (call) => {
          read(CancelRequest, call.body);
          return { status: 200, body: orders.cancel(number(call)) };
        },
      },
      {
        method: 'POST',
        pattern: '/orders/:number/shipments',
        handle: (call) => {
          const shipment = read(ShipmentRequest, call.body);
          return { status: 201, body: this.#shipments.report(number(call), shipment, this.#settings.close_after_ms) };
        },
      },
      {
        method: 'POST',
        pattern: '/orders/:number/substitutions',
        handle: (call) => {
          const request = read(SubstitutionRequest, call.body);
          return { status: 201, body: this.#substitutions.take(number(call), request) };
        },
      },
      ...this.#returns.routes(),
      ...this.#memos.routes(),
      changesRoute(this.#store, [
        { type: 'order', table: 'sales_order', name: 'number', order: null },
        { type: 'return', table: 'erp_return', name: 'number', order: 'order_external_id' },
        { type: 'credit_memo', table: 'credit_memo', name: 'number', order: 'order_external_id' },
      ]),
      ...stockRoutes({ stock: this.#stock, nodes: this.#nodes }),
      { method: 'GET', pattern: '/codes', handle: () => ({ status: 200, body: this.#codes() }) },
    ];
  }

  #stockControl(): Route[] {
    const [store, stock] = [this.#store, this.#stock];
    return [
      ...stockControlRoutes({
        store,
        stock,
        nodes: this.#nodes,
        moved: (sku) => this.#orders.retryShort(sku),
        nodesChanged: () => this.#notices.nodesChanged(),
      }),
      ...channelSaleRoutes(store, stock, this.#items),
    ];
  }

  #ownControlRoutes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/_control/hurry',
        handle: ({ body }) => {
          this.#orders.hurry(read(HurryRequest, body).external_id);
          return { status: 204 };
        },
      },
      {
        method: 'PATCH',
        pattern: '/_control/settings',
        handle: ({ body }) => {
          this.#settings = { ...this.#settings, ...read(Settings, body) } as ErpSettings;
          return { status: 200, body: this.#settings };
        },
      },
    ];
  }

  #create(body: unknown): object {
    const request = read(OrderRequest, body);
    judge(request, this.#configuration, (sku) => this.#stock.knows(sku));
    return this.#orders.create(request, this.#settings.duplicate_detection, this.#settings.allocate_after_ms);
  }

  #codes(): object {
    const { currencies, tax_codes, payment_methods, shipping_methods } = this.#configuration;
    return { currencies, tax_codes, payment_methods, shipping_methods };
  }

  #list(query: URLSearchParams): Answer {
    const externalId = query.get('external_id');
    const cursor = query.get('changed_since');
    if (externalId !== null && cursor === null && !query.has('limit')) {
      return { status: 200, body: { orders: this.#orders.byExternalId(read(ExternalId, externalId)) } };
    }
    if (cursor !== null && externalId === null)
      return { status: 200, body: this.#orders.changedSince(cursor, readLimit(query)) };
    throw new Refusal(400, 'missing_parameter', 'give external_id, or changed_since with an optional limit', {
      parameter: 'external_id',
    });
  }
}
