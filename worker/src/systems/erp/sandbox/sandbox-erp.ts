import type {
  DeliveryAmendment,
  ErpOrderInFull,
  InventoryPage,
  SalesOrder,
  Shipment,
  Substitution,
} from '@causeway/contracts';
import type * as z from 'zod';
import { JsonApi, type JsonReply, type JsonRequest } from '../../../http/json-api.ts';
import { ClientCredentialsSignIn, type SignInPorts } from '../../../http/oauth/client-credentials.ts';
import type { Changes } from '../../changes.ts';
import type { SandboxLooks } from '../../sandbox/examination.ts';
import { refusalCode, understood } from '../../sandbox/refusals.ts';
import { NativeChanges, nameOf } from '../../sandbox/returns.ts';
import { NativeCodes, NativeStock, toInventoryPage } from '../../sandbox/stock.ts';
import type { Erp, ErpReturns } from '../erp.ts';
import {
  NativeOrder,
  NativeOrders,
  toErpOrder,
  toNativeAmendment,
  toNativeOrder,
  toNativeShipment,
} from './mapping.ts';
import { SandboxErpReturns } from './returns.ts';

const SYSTEM = 'the ERP';

export interface SandboxErpAccess {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Documents, or positions, that are asked for at once; the system gives 500 at most. */
  readonly pageSize?: number;
}

/** The sandbox ERP (e2e/sandbox/README.md) as an `Erp`. */
export class SandboxErp implements Erp, SandboxLooks {
  readonly returns: ErpReturns;
  readonly #api: JsonApi;
  readonly #signIn: ClientCredentialsSignIn;
  readonly #pageSize: number;
  readonly #now: () => number;

  constructor({ url, clientId, clientSecret, pageSize = 500 }: SandboxErpAccess, ports: SignInPorts) {
    const client = { tokenUrl: `${url.replace(/\/+$/, '')}/oauth/token`, clientId, clientSecret, system: SYSTEM };
    this.#api = new JsonApi(url, SYSTEM, ports);
    this.#signIn = new ClientCredentialsSignIn(client, ports);
    this.#pageSize = pageSize;
    this.#now = ports.now;
    this.returns = new SandboxErpReturns((shape, request) => this.#call(shape, request));
  }

  async createOrder(order: SalesOrder, signal: AbortSignal): Promise<ErpOrderInFull> {
    return toErpOrder(
      await this.#call(NativeOrder, { method: 'POST', path: '/orders', body: toNativeOrder(order), signal }),
    );
  }

  async findOrders(externalId: string, signal: AbortSignal): Promise<readonly ErpOrderInFull[]> {
    const path = `/orders?external_id=${encodeURIComponent(externalId)}`;
    return (await this.#call(NativeOrders, { method: 'GET', path, signal })).orders.map(toErpOrder);
  }

  async amendOrder(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<ErpOrderInFull> {
    const path = `/orders/${encodeURIComponent(id)}`;
    const body = toNativeAmendment(amendment);
    return toErpOrder(await this.#call(NativeOrder, { method: 'PATCH', path, body, signal }));
  }

  async cancelOrder(id: string, signal: AbortSignal): Promise<ErpOrderInFull> {
    const path = `/orders/${encodeURIComponent(id)}/cancel`;
    return toErpOrder(await this.#call(NativeOrder, { method: 'POST', path, body: {}, signal }));
  }

  async reportShipment(id: string, shipment: Shipment, signal: AbortSignal): Promise<ErpOrderInFull> {
    const path = `/orders/${encodeURIComponent(id)}`;
    const body = toNativeShipment(shipment);
    const reply = await this.#reply({ method: 'POST', path: `${path}/shipments`, body, signal });
    if (refusalCode(reply) !== 'duplicate_shipment')
      return toErpOrder(understood(SYSTEM, NativeOrder, reply, this.#now()));
    return toErpOrder(await this.#call(NativeOrder, { method: 'GET', path, signal }));
  }

  async substitute(id: string, { ref, lineId, sku, quantity }: Substitution, signal: AbortSignal) {
    const path = `/orders/${encodeURIComponent(id)}/substitutions`;
    const body = { external_id: ref, line_id: lineId, sku, quantity: Number(quantity) };
    return toErpOrder(await this.#call(NativeOrder, { method: 'POST', path, body, signal }));
  }

  async changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes> {
    const path = `/changes?changed_since=${encodeURIComponent(cursor ?? '0')}&limit=${this.#pageSize}`;
    const page = await this.#call(NativeChanges, { method: 'GET', path, signal });
    return { externalIds: [...new Set(page.changes.map(nameOf))], cursor: page.next_cursor };
  }

  async inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage> {
    const path = `/items?changed_since=${encodeURIComponent(cursor ?? '0')}&limit=${this.#pageSize}`;
    return toInventoryPage(await this.#call(NativeStock, { method: 'GET', path, signal }));
  }

  health(signal: AbortSignal): Promise<JsonReply> {
    return this.#api.send({ method: 'GET', path: '/health', signal });
  }

  codes(signal: AbortSignal): Promise<NativeCodes> {
    return this.#call(NativeCodes, { method: 'GET', path: '/codes', signal });
  }

  async #call<T>(shape: z.ZodType<T>, request: JsonRequest): Promise<T> {
    return understood(SYSTEM, shape, await this.#reply(request), this.#now());
  }

  async #reply(request: JsonRequest): Promise<JsonReply> {
    const token = await this.#signIn.token(request.signal);
    let reply = await this.#authorised(request, token);
    if (reply.status === 401) {
      this.#signIn.forget(token);
      reply = await this.#authorised(request, await this.#signIn.token(request.signal));
    }
    return reply;
  }

  #authorised(request: JsonRequest, token: string): Promise<JsonReply> {
    return this.#api.send({ ...request, headers: { authorization: `Bearer ${token}` } });
  }
}
