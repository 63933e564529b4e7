import type { WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import type * as z from 'zod';
import { JsonApi, type JsonRequest } from '../../../http/json-api.ts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import { refusal } from '../../sandbox/refusals.ts';
import type { Wms } from '../wms.ts';
import { NativeRelease, NativeReleaseChanges, NativeReleases, toNativeRelease, toWarehouseOrder } from './mapping.ts';

const SYSTEM = 'the warehouse';

/** The sandbox WMS (e2e/sandbox/README.md) as a `Wms`. */
export class SandboxWms implements Wms {
  readonly #api: JsonApi;
  readonly #apiKey: string;
  readonly #now: () => number;

  constructor(access: { readonly url: string; readonly apiKey: string }, now: () => number) {
    this.#api = new JsonApi(access.url, SYSTEM);
    this.#apiKey = access.apiKey;
    this.#now = now;
  }

  async createRelease(release: WarehouseRelease, signal: AbortSignal): Promise<WarehouseOrder> {
    const body = toNativeRelease(release);
    return toWarehouseOrder(await this.#call(NativeRelease, { method: 'POST', path: '/releases', body, signal }));
  }

  async findReleases(externalId: string, signal: AbortSignal): Promise<readonly WarehouseOrder[]> {
    const path = `/releases?external_id=${encodeURIComponent(externalId)}`;
    return (await this.#call(NativeReleases, { method: 'GET', path, signal })).releases.map(toWarehouseOrder);
  }

  async cancelRelease(id: string, signal: AbortSignal): Promise<WarehouseOrder> {
    const path = `/releases/${encodeURIComponent(id)}/cancel`;
    return toWarehouseOrder(await this.#call(NativeRelease, { method: 'POST', path, body: {}, signal }));
  }

  async changedSince(cursor: string | null, signal: AbortSignal): Promise<{ externalIds: string[]; cursor: string }> {
    const path = `/releases?changed_since=${encodeURIComponent(cursor ?? '0')}&limit=500`;
    const page = await this.#call(NativeReleaseChanges, { method: 'GET', path, signal });
    return { externalIds: page.releases.map((release) => release.external_id), cursor: page.next_cursor };
  }

  async #call<T>(shape: z.ZodType<T>, request: JsonRequest): Promise<T> {
    const reply = await this.#api.send({ ...request, headers: { 'x-api-key': this.#apiKey } });
    if (reply.status >= 300) throw refusal(SYSTEM, reply, this.#now());
    const parsed = shape.safeParse(reply.body);
    if (parsed.success) return parsed.data;
    const at = parsed.error.issues[0]?.path.join('.');
    throw new SystemFailure('parse', 'after_send', `${SYSTEM} answered in an unknown shape: ${at}`);
  }
}
