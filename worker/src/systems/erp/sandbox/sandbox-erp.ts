import type { ErpOrder, SalesOrder } from '@causeway/contracts';
import type * as z from 'zod';
import { JsonApi, type JsonReply, type JsonRequest } from '../../../http/json-api.ts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import { refusal } from '../../sandbox/refusals.ts';
import type { Erp } from '../erp.ts';
import { NativeChanges, NativeOrder, NativeOrders, toErpOrder, toNativeOrder } from './mapping.ts';
import { SignIn } from './sign-in.ts';

const SYSTEM = 'the ERP';

export interface SandboxErpAccess {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The sandbox ERP (e2e/sandbox/README.md) as an `Erp`. */
export class SandboxErp implements Erp {
  readonly #api: JsonApi;
  readonly #signIn: SignIn;
  readonly #now: () => number;

  constructor(access: SandboxErpAccess, now: () => number) {
    this.#api = new JsonApi(access.url, SYSTEM);
    this.#signIn = new SignIn(this.#api, access, now);
    this.#now = now;
  }

  async createOrder(order: SalesOrder, signal: AbortSignal): Promise<ErpOrder> {
    return toErpOrder(
      await this.#call(NativeOrder, { method: 'POST', path: '/orders', body: toNativeOrder(order), signal }),
    );
  }

  async findOrders(externalId: string, signal: AbortSignal): Promise<readonly ErpOrder[]> {
    const path = `/orders?external_id=${encodeURIComponent(externalId)}`;
    return (await this.#call(NativeOrders, { method: 'GET', path, signal })).orders.map(toErpOrder);
  }

  async cancelOrder(id: string, signal: AbortSignal): Promise<ErpOrder> {
    const path = `/orders/${encodeURIComponent(id)}/cancel`;
    return toErpOrder(await this.#call(NativeOrder, { method: 'POST', path, body: {}, signal }));
  }

  async changedSince(cursor: string | null, signal: AbortSignal): Promise<{ externalIds: string[]; cursor: string }> {
    const path = `/orders?changed_since=${encodeURIComponent(cursor ?? '0')}&limit=500`;
    const page = await this.#call(NativeChanges, { method: 'GET', path, signal });
    return { externalIds: page.orders.map((order) => order.external_id), cursor: page.next_cursor };
  }

  async #call<T>(shape: z.ZodType<T>, request: JsonRequest): Promise<T> {
    let reply = await this.#authorised(request);
    if (reply.status === 401) {
      this.#signIn.forget();
      reply = await this.#authorised(request);
    }
    if (reply.status >= 300) throw refusal(SYSTEM, reply, this.#now());
    const parsed = shape.safeParse(reply.body);
    if (parsed.success) return parsed.data;
    throw new SystemFailure(
      'parse',
      'after_send',
      `${SYSTEM} answered in an unknown shape: ${parsed.error.issues[0]?.path.join('.')}`,
    );
  }

  async #authorised(request: JsonRequest): Promise<JsonReply> {
    const token = await this.#signIn.token(request.signal);
    return this.#api.send({ ...request, headers: { authorization: `Bearer ${token}` } });
  }
}
