import type {
  DeliveryAmendment,
  FreeStock,
  InventoryPage,
  WarehouseOrder,
  WarehouseRelease,
} from '@causeway/contracts';
import type * as z from 'zod';
import { JsonApi, type JsonApiPorts, type JsonReply, type JsonRequest } from '../../../http/json-api.ts';
import type { Changes } from '../../changes.ts';
import { toNativeAmendment } from '../../erp/sandbox/mapping.ts';
import type { SandboxLooks } from '../../sandbox/examination.ts';
import { understood } from '../../sandbox/refusals.ts';
import { NativeChanges, nameOf } from '../../sandbox/returns.ts';
import { NativeCodes, NativeStock, toInventoryPage } from '../../sandbox/stock.ts';
import type { Wms, WmsReturns } from '../wms.ts';
import { NativeFreeStock, NativeRelease, NativeReleases, toNativeRelease, toWarehouseOrder } from './mapping.ts';
import { SandboxWmsReturns } from './returns.ts';

const SYSTEM = 'the warehouse';

export interface SandboxWmsAccess {
  readonly url: string;
  readonly apiKey: string;
  /** Documents, or positions, that are asked for at once; the system gives 500 at most. */
  readonly pageSize?: number;
}

/** The sandbox WMS (e2e/sandbox/README.md) as a `Wms`. */
export class SandboxWms implements Wms, SandboxLooks {
  readonly returns: WmsReturns;
  readonly #api: JsonApi;
  readonly #apiKey: string;
  readonly #pageSize: number;
  readonly #now: () => number;

  constructor({ url, apiKey, pageSize = 500 }: SandboxWmsAccess, ports: JsonApiPorts & { readonly now: () => number }) {
    this.#api = new JsonApi(url, SYSTEM, ports);
    this.#apiKey = apiKey;
    this.#pageSize = pageSize;
    this.#now = ports.now;
    this.returns = new SandboxWmsReturns((shape, request) => this.#call(shape, request));
  }

  async createRelease(release: WarehouseRelease, signal: AbortSignal): Promise<WarehouseOrder> {
    const body = toNativeRelease(release);
    return toWarehouseOrder(await this.#call(NativeRelease, { method: 'POST', path: '/releases', body, signal }));
  }

  async findReleases(externalId: string, signal: AbortSignal): Promise<readonly WarehouseOrder[]> {
    const path = `/releases?external_id=${encodeURIComponent(externalId)}`;
    return (await this.#call(NativeReleases, { method: 'GET', path, signal })).releases.map(toWarehouseOrder);
  }

  async amendRelease(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<WarehouseOrder> {
    const path = `/releases/${encodeURIComponent(id)}`;
    const body = toNativeAmendment(amendment);
    return toWarehouseOrder(await this.#call(NativeRelease, { method: 'PATCH', path, body, signal }));
  }

  async cancelRelease(id: string, signal: AbortSignal): Promise<WarehouseOrder> {
    const path = `/releases/${encodeURIComponent(id)}/cancel`;
    return toWarehouseOrder(await this.#call(NativeRelease, { method: 'POST', path, body: {}, signal }));
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

  async freeStock(skus: readonly string[], signal: AbortSignal): Promise<readonly FreeStock[]> {
    const path = `/free-stock?skus=${encodeURIComponent(skus.join(','))}`;
    const { free } = await this.#call(NativeFreeStock, { method: 'GET', path, signal });
    return free.map(({ units, ...at }) => ({ ...at, units: String(units) }));
  }

  health(signal: AbortSignal): Promise<JsonReply> {
    return this.#api.send({ method: 'GET', path: '/health', signal });
  }

  codes(signal: AbortSignal): Promise<NativeCodes> {
    return this.#call(NativeCodes, { method: 'GET', path: '/codes', signal });
  }

  async #call<T>(shape: z.ZodType<T>, request: JsonRequest): Promise<T> {
    const reply = await this.#api.send({ ...request, headers: { 'x-api-key': this.#apiKey } });
    return understood(SYSTEM, shape, reply, this.#now());
  }
}
