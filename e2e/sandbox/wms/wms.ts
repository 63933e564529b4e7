import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { Amendment } from '../amendment.ts';
import { PickRule, type WmsConfiguration } from '../configuration.ts';
import { countDocuments, findDuplicates } from '../documents.ts';
import { changesRoute } from '../feed.ts';
import { type Answer, type Call, type Route, readLimit } from '../http/route.ts';
import { notFound, Refusal } from '../refusal.ts';
import { ExternalId, read, Text } from '../shapes.ts';
import { Nodes } from '../stock/nodes.ts';
import { reclassifying } from '../stock/returned.ts';
import { Stock } from '../stock/stock.ts';
import { STOCK_EVENT, StockNotices } from '../stock/stock-notices.ts';
import { stockControlRoutes, stockRoutes } from '../stock/stock-routes.ts';
import type { Store } from '../store.ts';
import type { System } from '../system.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { PickRules } from './pick-rules.ts';
import { type Pace, Picking } from './picking.ts';
import { Places } from './places.ts';
import { RECEIPT_EVENTS, Receipts } from './receipts.ts';
import { judge, ReleaseRequest } from './release-request.ts';
import { Releases } from './releases.ts';

export const WMS_EVENTS = [
  'release.picked',
  'release.packed',
  'release.shipped',
  'release.delivered',
  'release.cancelled',
  ...RECEIPT_EVENTS,
  STOCK_EVENT,
];

const CancelRequest = z.strictObject({ reason: Text.optional() });
const HurryRequest = z.strictObject({ external_id: ExternalId });
const delay = z.int().min(0).max(3_600_000);
const Settings = z.strictObject({
  duplicate_detection: z.boolean().optional(),
  pick_after_ms: delay.optional(),
  pack_after_ms: delay.optional(),
  ship_after_ms: delay.optional(),
  deliver_after_ms: delay.nullable().optional(),
});

type WmsSettings = Pace & { readonly duplicate_detection: boolean };

/** The small warehouse: releases that are picked, packed and shipped, and goods that come back. */
export class Wms implements System {
  readonly name = 'wms';
  readonly routes: readonly Route[];
  readonly controlRoutes: readonly Route[];
  readonly #store: Store;
  readonly #configuration: WmsConfiguration;
  readonly #stock: Stock;
  readonly #nodes: Nodes;
  readonly #notices: StockNotices;
  readonly #places: Places;
  readonly #releases: Releases;
  readonly #receipts: Receipts;
  readonly #rules: PickRules;
  readonly #picking: Picking;
  #settings: WmsSettings;

  constructor(store: Store, configuration: WmsConfiguration, outgoing: Outgoing) {
    const { duplicate_detection, pick_after_ms, pack_after_ms, ship_after_ms, deliver_after_ms } = configuration;
    this.#store = store;
    this.#configuration = configuration;
    this.#settings = { duplicate_detection, pick_after_ms, pack_after_ms, ship_after_ms, deliver_after_ms };
    this.#stock = new Stock(store);
    this.#nodes = new Nodes(store);
    this.#places = new Places(this.#stock, this.#nodes);
    this.#releases = new Releases(store, this.#stock, this.#places, outgoing);
    const returned = {
      knows: (sku: string) => this.#stock.knows(sku),
      reclassify: reclassifying(this.#stock, this.#nodes),
    };
    this.#receipts = new Receipts(store, returned, outgoing, () => this.#settings.duplicate_detection);
    this.#rules = new PickRules(store);
    this.#picking = new Picking(store, this.#releases, this.#stock, this.#rules, configuration, () => this.#settings);
    this.routes = this.#apiRoutes();
    this.controlRoutes = [
      ...this.#stockControl(),
      ...this.#receipts.controlRoutes(),
      ...this.#settingRoutes(),
      ...this.#ruleRoutes(),
    ];
    store.transaction(() => {
      this.#stock.seed(configuration.nodes, configuration.items);
      this.#rules.seed(configuration.picks);
    });
    this.#notices = new StockNotices(store, this.#stock, outgoing);
  }

  get duplicateDetection(): boolean {
    return this.#settings.duplicate_detection;
  }

  authenticate(headers: IncomingHttpHeaders): void {
    const key = headers['x-api-key'];
    if (key === undefined) throw new Refusal(401, 'key_missing', 'X-Api-Key: <key>');
    if (key !== this.#configuration.api_key) throw new Refusal(401, 'key_invalid', 'this key is not known');
  }

  expireSignIn(): void {
    throw new Refusal(401, 'key_expired', 'this key has expired');
  }

  externalIdAt(path: string): string | undefined {
    const [, kind, id] = /^\/(releases|returns)\/([^/]+)/.exec(path) ?? [];
    if (id === undefined) return undefined;
    if (kind === 'returns') return this.#receipts.externalIdOf(id);
    return this.#store.row<{ external_id: string }>('SELECT external_id FROM warehouse_release WHERE id = ?', id)
      ?.external_id;
  }

  work(nowMs: number): void {
    this.#picking.work(nowMs);
    this.#picking.deliver(nowMs);
    this.#notices.work(nowMs);
  }

  documentCounts() {
    return countDocuments(this.#store, 'warehouse_release');
  }

  duplicates() {
    return findDuplicates(this.#store, 'warehouse_release');
  }

  #apiRoutes(): Route[] {
    const releases = this.#releases;
    const id = ({ parameters }: Call) => parameters.id ?? '';
    return [
      ...this.#receipts.routes(),
      changesRoute(this.#store, [
        { type: 'release', table: 'warehouse_release', name: 'id', order: null },
        { type: 'return', table: 'return_receipt', name: 'id', order: 'order_external_id' },
      ]),
      { method: 'POST', pattern: '/releases', handle: ({ body }) => ({ status: 201, body: this.#create(body) }) },
      {
        method: 'GET',
        pattern: '/releases',
        query: ['external_id', 'changed_since', 'limit'],
        handle: ({ query }) => this.#list(query),
      },
      {
        method: 'GET',
        pattern: '/releases/:id',
        handle: (call) => ({ status: 200, body: releases.document(releases.byId(id(call))) }),
      },
      {
        method: 'PATCH',
        pattern: '/releases/:id',
        handle: (call) => ({ status: 200, body: releases.amend(id(call), read(Amendment, call.body)) }),
      },
      {
        method: 'GET',
        pattern: '/free-stock',
        query: ['skus'],
        handle: ({ query }) => ({
          status: 200,
          body: { free: this.#places.free((query.get('skus') ?? '').split(',')) },
        }),
      },
      ...stockRoutes({ stock: this.#stock, nodes: this.#nodes }),
      {
        method: 'GET',
        pattern: '/codes',
        handle: () => ({ status: 200, body: { shipping_methods: Object.keys(this.#configuration.shipping_methods) } }),
      },
      {
        method: 'POST',
        pattern: '/releases/:id/cancel',
        handle: (call) => {
          read(CancelRequest, call.body);
          return { status: 200, body: releases.cancel(id(call)) };
        },
      },
    ];
  }

  #stockControl(): Route[] {
    return stockControlRoutes({
      store: this.#store,
      stock: this.#stock,
      nodes: this.#nodes,
      moved: () => undefined,
      nodesChanged: () => {
        this.#releases.moveFromLost();
        this.#notices.nodesChanged();
      },
    });
  }

  #settingRoutes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/_control/hurry',
        handle: ({ body }) => {
          this.#releases.hurry(read(HurryRequest, body).external_id);
          return { status: 204 };
        },
      },
      {
        method: 'PATCH',
        pattern: '/_control/settings',
        handle: ({ body }) => {
          this.#settings = { ...this.#settings, ...read(Settings, body) } as WmsSettings;
          return { status: 200, body: this.#settings };
        },
      },
    ];
  }

  #ruleRoutes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/_control/deliver',
        handle: ({ body }) => {
          this.#releases.deliverNow(read(HurryRequest, body).external_id);
          return { status: 204 };
        },
      },
      {
        method: 'GET',
        pattern: '/_control/picks',
        handle: () => ({ status: 200, body: { picks: this.#rules.list() } }),
      },
      {
        method: 'POST',
        pattern: '/_control/picks',
        handle: ({ body }) => ({ status: 201, body: this.#rules.add(read(PickRule, body)) }),
      },
      {
        method: 'DELETE',
        pattern: '/_control/picks',
        handle: () => {
          this.#rules.remove();
          return { status: 204 };
        },
      },
      {
        method: 'DELETE',
        pattern: '/_control/picks/:id',
        handle: ({ parameters }) => {
          if (!this.#rules.remove(Number(parameters.id))) throw notFound('this pick rule');
          return { status: 204 };
        },
      },
    ];
  }

  #create(body: unknown): object {
    const request = read(ReleaseRequest, body);
    judge(request, Object.keys(this.#configuration.shipping_methods), (sku) => this.#stock.knows(sku));
    return this.#releases.create(request, this.#settings.duplicate_detection, this.#settings.pick_after_ms);
  }

  #list(query: URLSearchParams): Answer {
    const externalId = query.get('external_id');
    const cursor = query.get('changed_since');
    if (externalId !== null && cursor === null && !query.has('limit')) {
      return { status: 200, body: { releases: this.#releases.byExternalId(read(ExternalId, externalId)) } };
    }
    if (cursor !== null && externalId === null)
      return { status: 200, body: this.#releases.changedSince(cursor, readLimit(query)) };
    throw new Refusal(400, 'missing_parameter', 'give external_id, or changed_since with an optional limit', {
      parameter: 'external_id',
    });
  }
}
