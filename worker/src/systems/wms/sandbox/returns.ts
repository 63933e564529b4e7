import type { ReturnAuthorization, WarehouseReturn } from '@causeway/contracts';
import * as z from 'zod';
import type { JsonRequest } from '../../../http/json-api.ts';
import { toNativeReturn } from '../../sandbox/returns.ts';
import type { WmsReturns } from '../wms.ts';

const Units = z.int().min(0);
const NativeReceipt = z.object({
  id: z.string(),
  external_id: z.string().default(''),
  order_external_id: z.string(),
  status: z.enum(['expected', 'received', 'inspected', 'cancelled']),
  lines: z.array(
    z.object({
      line_id: z.string(),
      sku: z.string(),
      received: Units,
      dispositions: z.object({ restock: Units, damaged: Units, quarantine: Units, scrap: Units }),
    }),
  ),
});
const NativeReceipts = z.object({ returns: z.array(NativeReceipt) });

/** Asks the warehouse, signed in. Throws `SystemFailure`. */
export type AskWms = <T>(shape: z.ZodType<T>, request: JsonRequest) => Promise<T>;

/** The sandbox warehouse's receipts of returns (e2e/sandbox/README.md). */
export class SandboxWmsReturns implements WmsReturns {
  readonly #ask: AskWms;

  constructor(ask: AskWms) {
    this.#ask = ask;
  }

  async announceReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<WarehouseReturn> {
    const body = toNativeReturn(authorization);
    return toWarehouseReturn(await this.#ask(NativeReceipt, { method: 'POST', path: '/returns', body, signal }));
  }

  findReturns(externalId: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]> {
    return this.#find(`external_id=${encodeURIComponent(externalId)}`, signal);
  }

  findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]> {
    return this.#find(`order_external_id=${encodeURIComponent(orderExternalId)}`, signal);
  }

  async cancelReturn(id: string, signal: AbortSignal): Promise<WarehouseReturn> {
    const path = `/returns/${encodeURIComponent(id)}/cancel`;
    return toWarehouseReturn(await this.#ask(NativeReceipt, { method: 'POST', path, body: {}, signal }));
  }

  async #find(by: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]> {
    const { returns } = await this.#ask(NativeReceipts, { method: 'GET', path: `/returns?${by}`, signal });
    return returns.map(toWarehouseReturn);
  }
}

function toWarehouseReturn(native: z.infer<typeof NativeReceipt>): WarehouseReturn {
  const { id, external_id, order_external_id, status, lines } = native;
  return {
    id,
    externalId: external_id,
    orderExternalId: order_external_id,
    status,
    lines: lines.map(({ line_id, sku, received, dispositions }) => ({
      lineId: line_id,
      sku,
      received: String(received),
      dispositions: (['restock', 'damaged', 'quarantine', 'scrap'] as const)
        .filter((disposition) => dispositions[disposition] > 0)
        .map((disposition) => ({ disposition, quantity: String(dispositions[disposition]) })),
    })),
  };
}
