import * as z from 'zod';
import { type Answer, type Route, readLimit } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { Code, read, Text } from '../shapes.ts';
import type { Store } from '../store.ts';
import { changeOf, Movement } from './movements.ts';
import type { Nodes } from './nodes.ts';
import type { Stock } from './stock.ts';

const OnHand = z.int().min(0).max(1e9);
const Count = z.strictObject({ name: Text.optional(), on_hand: OnHand.optional(), node: Code.optional() });
const Counts = z.strictObject({
  items: z.array(z.strictObject({ sku: Code, on_hand: OnHand, node: Code.optional() })).max(20_000),
});
const NodeState = z.strictObject({ online: z.boolean() });

/** What a system's stock needs to be asked about and played with. `moved`: more of a SKU may be there now. */
export interface StockPorts {
  readonly store: Store;
  readonly stock: Stock;
  readonly nodes: Nodes;
  readonly moved: (sku: string) => void;
  /** A node came, went, or vanished; inside the transaction of that. */
  readonly nodesChanged: () => void;
}

/** `GET /items`, by SKU or by changes. */
export function stockRoutes({ stock, nodes }: Pick<StockPorts, 'stock' | 'nodes'>): Route[] {
  const list = (query: URLSearchParams): object => {
    const [after, cursor, limit] = [query.get('after'), query.get('changed_since'), readLimit(query)];
    if (after !== null && cursor !== null)
      throw new Refusal(400, 'invalid_parameter', 'give after or changed_since', { parameter: 'after' });
    if (cursor !== null)
      return { ...stock.changedSince(cursor, limit), nodes: nodes.list(), as_of: new Date().toISOString() };
    const found = stock.page(after ?? '', limit + 1);
    const items = found.slice(0, limit);
    return found.length > limit ? { items, next_after: items.at(-1)?.sku } : { items };
  };
  return [
    {
      method: 'GET',
      pattern: '/items',
      query: ['after', 'changed_since', 'limit'],
      handle: ({ query }) => ({ status: 200, body: list(query) }),
    },
    {
      method: 'GET',
      pattern: '/items/:sku',
      handle: ({ parameters }) => ({ status: 200, body: stock.item(parameters.sku ?? '') }),
    },
  ];
}

/** Counts, movements and nodes, on demand. */
export function stockControlRoutes({ store, stock, nodes, moved, nodesChanged }: StockPorts): Route[] {
  const count = (sku: string, body: unknown): Answer => {
    const { node, on_hand, name } = read(Count, body);
    store.transaction(() => {
      const at = nodes.named(node);
      const before = stock.knows(sku) ? stock.positions(sku).find((position) => position.node === at) : undefined;
      stock.count(sku, at, on_hand ?? before?.on_hand ?? 0, name);
      moved(sku);
    });
    return { status: 200, body: stock.item(sku) };
  };
  const countAll = (body: unknown): Answer => {
    const { items } = read(Counts, body);
    store.transaction(() => {
      for (const { sku, node, on_hand } of items) {
        stock.count(sku, nodes.named(node), on_hand);
        moved(sku);
      }
    });
    return { status: 200, body: { counted: items.length } };
  };
  const move = (body: unknown): Answer => {
    const movement = read(Movement, body);
    const { sku, kind } = movement;
    store.transaction(() => {
      const node = nodes.named(movement.node);
      const { nodes: positions } = stock.item(sku);
      stock.move(
        sku,
        node,
        kind,
        changeOf(
          movement,
          positions.find((position) => position.node === node),
        ),
      );
      moved(sku);
    });
    return { status: 201, body: stock.item(sku) };
  };
  const setNode = (name: string, online: boolean | null): Answer => {
    store.transaction(() => {
      if (online !== null) nodes.put(name, online);
      else {
        nodes.refuseUnknown(name);
        stock.forgetNode(name);
      }
      nodesChanged();
    });
    return { status: 200, body: { nodes: nodes.list() } };
  };
  return [
    {
      method: 'PUT',
      pattern: '/_control/items/:sku',
      handle: ({ parameters: { sku = '' }, body }) => count(sku, body),
    },
    { method: 'PUT', pattern: '/_control/items', handle: ({ body }) => countAll(body) },
    { method: 'POST', pattern: '/_control/movements', handle: ({ body }) => move(body) },
    { method: 'GET', pattern: '/_control/nodes', handle: () => ({ status: 200, body: { nodes: nodes.list() } }) },
    {
      method: 'PUT',
      pattern: '/_control/nodes/:node',
      handle: ({ parameters: { node = '' }, body }) => setNode(node, read(NodeState, body).online),
    },
    {
      method: 'DELETE',
      pattern: '/_control/nodes/:node',
      handle: ({ parameters: { node = '' } }) => setNode(node, null),
    },
  ];
}
