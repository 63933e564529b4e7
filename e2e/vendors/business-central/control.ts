import * as z from 'zod';
import type { Answer, Call, Route } from '../../sandbox/http/route.ts';
import { Refusal } from '../../sandbox/refusal.ts';
import { read } from '../../sandbox/shapes.ts';
import { Settings } from './configuration.ts';
import type { Books } from './documents/books.ts';
import { postOrder } from './documents/order-posting.ts';
import { settle } from './documents/posting.ts';
import type { Parts } from './http/handler.ts';
import { ApiError } from './odata/api-error.ts';
import { moveStock } from './records/company-data.ts';
import type { Stored } from './records/records.ts';

const Stock = z.strictObject({ item: z.string(), quantity: z.number() });
const Post = z.strictObject({
  ship: z.boolean().default(true),
  invoice: z.boolean().default(true),
  quantities: z.record(z.string(), z.number()).optional(),
});
const Pay = z.strictObject({ amount: z.number().positive().optional() });

/** What people in the back office do, in the first company, and what only the operator of the service can do. */
export function controlRoutes(parts: Parts): Route[] {
  const { store, records, configuration } = parts;
  const books: Books = { records, company: configuration.companies[0]?.id ?? '', configuration };
  const act = (method: Route['method'], pattern: string, handle: (call: Call) => Answer): Route => ({
    method,
    pattern,
    handle: (call) => inOneCommit(parts, () => handle(call)),
  });
  const order = ({ parameters }: Call) => numbered(books, 'salesOrders', parameters.number);
  const done: Answer = { status: 204 };
  return [
    act('POST', '/_control/stock', ({ body }) => {
      const { item, quantity } = read(Stock, body);
      return { status: 201, body: moveStock(records, books.company, { itemNumber: item, quantity }).body };
    }),
    act('POST', '/_control/orders/:number/release', (call) => status(books, order(call), 'Open')),
    act('POST', '/_control/orders/:number/reopen', (call) => status(books, order(call), 'Draft')),
    act('POST', '/_control/orders/:number/post', (call) => {
      const { quantities, ...posting } = read(Post, call.body);
      const document = order(call);
      if (quantities !== undefined) setQuantities(books, document, quantities);
      postOrder(books, document, posting);
      return done;
    }),
    act('DELETE', '/_control/orders/:number', (call) => {
      records.remove(order(call));
      return done;
    }),
    act('POST', '/_control/invoices/:number/pay', ({ parameters, body }) => {
      const invoice = numbered(books, 'salesInvoices', parameters.number);
      settle(books, invoice, read(Pay, body).amount ?? Number(invoice.body.remainingAmount));
      return done;
    }),
    act('POST', '/_control/tokens/expire', () => {
      parts.signIn.expireAll();
      return done;
    }),
    {
      method: 'PATCH',
      pattern: '/_control/settings',
      handle: ({ body }) => {
        const { limits, webhooks, token_ttl_s } = read(Settings, body);
        Object.assign(configuration.limits, limits);
        Object.assign(configuration.webhooks, webhooks);
        if (token_ttl_s !== undefined) configuration.token_ttl_s = token_ttl_s;
        return {
          status: 200,
          body: {
            token_ttl_s: configuration.token_ttl_s,
            limits: configuration.limits,
            webhooks: configuration.webhooks,
          },
        };
      },
    },
    {
      method: 'GET',
      pattern: '/_control/state',
      handle: () => ({ status: 200, body: { requests: parts.record.counts(), records: counts(store) } }),
    },
  ];
}

/** The sandbox's control plumbing answers its own `Refusal`; what the application refuses becomes one. */
function inOneCommit({ store }: Parts, work: () => Answer): Answer {
  try {
    return store.transaction(work);
  } catch (error) {
    if (error instanceof ApiError) throw new Refusal(error.status, error.code, error.message);
    throw error;
  }
}

function numbered({ records, company }: Books, set: string, number = ''): Stored {
  const document = records.find(company, set, 'number', number);
  if (document === undefined) throw new Refusal(404, 'not_found', `there is no ${set} ${number}`);
  return document;
}

function status({ records }: Books, order: Stored, status: 'Open' | 'Draft'): Answer {
  return { status: 200, body: records.update(order, { status }).body };
}

/** By the lines' sequences: how much to ship and to invoice; nothing of the lines that aren't named. */
function setQuantities({ records }: Books, order: Stored, quantities: Readonly<Record<string, number>>): void {
  for (const line of records.linesOf(order.id)) {
    const quantity = quantities[String(line.body.sequence)] ?? 0;
    records.update(line, { shipQuantity: quantity, invoiceQuantity: quantity });
  }
}

function counts(store: Parts['store']): Record<string, number> {
  const rows = store.rows<{ set_name: string; n: number }>(
    'SELECT set_name, COUNT(*) AS n FROM record GROUP BY set_name',
  );
  return Object.fromEntries(rows.map((row) => [row.set_name, row.n]));
}
