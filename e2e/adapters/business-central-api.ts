import assert from 'node:assert/strict';
import type { HeldOrder } from '../../worker/src/systems/erp/conformance/bench.ts';
import type { BusinessCentral } from '../vendors/business-central/running.ts';

/** Speaks to a Business Central as nobody's adapter: plain requests by Microsoft's documentation. */
export interface BusinessCentralApi {
  // biome-ignore lint/suspicious/noExplicitAny: a bench looks into documents freely
  send(method: string, path: string, body?: object): Promise<any>;
  /** Every order under the external id, and every invoice of one that is posted and gone. */
  held(externalId: string): Promise<readonly HeldOrder[]>;
  /** The one order under the external id; `left`: what has not shipped, by the lines' sequences. */
  orderOf(externalId: string): Promise<{ number: string; left: Record<string, number> }>;
  stockOf(sku: string): Promise<number>;
}

export function businessCentralApi(server: BusinessCentral): BusinessCentralApi {
  const { url, tenant, environment, companyId } = server;
  const root = `${url}/v2.0/${tenant}/${environment}/api/v2.0/companies(${companyId})`;
  let token: string | null = null;
  const send: BusinessCentralApi['send'] = async (method, path, body) => {
    token ??= await signIn(server);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(root + path, { method, headers, ...content });
    if (response.status === 401) {
      token = null;
      return send(method, path, body);
    }
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const under = async (set: string, externalId: string) =>
    (await send('GET', `/${set}?$filter=externalDocumentNumber eq '${externalId}'`)).value as Native[];
  return {
    send,
    held: async (externalId) => {
      const all = [...(await under('salesOrders', externalId)), ...(await under('salesInvoices', externalId))];
      return Promise.all(all.map(async (native) => heldOf(native, noteOf(await linesOf(send, native)))));
    },
    orderOf: async (externalId) => {
      const [order] = await under('salesOrders', externalId);
      assert.ok(order, `no order ${externalId}`);
      const lines = await linesOf(send, order);
      const left = lines.map(({ sequence, quantity = 0, shippedQuantity = 0 }) => [
        sequence,
        quantity - shippedQuantity,
      ]);
      return { number: order.number, left: Object.fromEntries(left) };
    },
    stockOf: async (sku) => (await send('GET', `/items?$filter=number eq '${sku}'`)).value[0].inventory,
  };
}

async function signIn({ tokenUrl, clientId, clientSecret, scope }: BusinessCentral): Promise<string> {
  const client = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope };
  const response = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(client) });
  return ((await response.json()) as { access_token: string }).access_token;
}

interface Native {
  readonly id: string;
  readonly number: string;
  readonly orderNumber?: string;
  readonly status: string;
  readonly shipToCity: string;
  readonly currencyCode: string;
  readonly totalAmountIncludingTax: number;
}

interface NativeLine {
  readonly sequence: number;
  readonly description: string;
  readonly quantity?: number;
  readonly shippedQuantity?: number;
}

async function linesOf(send: BusinessCentralApi['send'], { id, orderNumber }: Native): Promise<NativeLine[]> {
  const kind = orderNumber === undefined ? 'salesOrder' : 'salesInvoice';
  const lines: NativeLine[] = [];
  for (let path: string | undefined = `/${kind}s(${id})/${kind}Lines`; path !== undefined; ) {
    const page: { value: NativeLine[]; '@odata.nextLink'?: string } = await send('GET', path);
    lines.push(...page.value);
    path = page['@odata.nextLink']?.replace(/^.*companies\([^)]*\)/, '');
  }
  return lines;
}

function noteOf(lines: readonly NativeLine[]): string {
  const notes = lines.filter(({ description }) => description.startsWith('Note: '));
  return notes.map(({ description }) => description.slice('Note: '.length)).join(' ');
}

function heldOf({ status, shipToCity, currencyCode, totalAmountIncludingTax }: Native, note: string): HeldOrder {
  const minor = { JPY: 1, KWD: 1000 }[currencyCode] ?? 100;
  return {
    isCancelled: status === 'Canceled',
    city: shipToCity,
    note,
    currency: currencyCode,
    totalMinor: Math.round(totalAmountIncludingTax * minor),
  };
}
