import type { CreditMemo, ErpCreditMemo, ErpReturn, ReturnAuthorization, WarehouseReturn } from '@causeway/contracts';
import * as z from 'zod';
import type { JsonRequest } from '../../../http/json-api.ts';
import { toNativeReturn } from '../../sandbox/returns.ts';
import type { ErpReturns } from '../erp.ts';

const NativeReturn = z.object({
  number: z.string(),
  external_id: z.string().default(''),
  order_external_id: z.string(),
  status: z.enum(['open', 'received', 'closed', 'cancelled']),
  lines: z.array(z.object({ line_id: z.string(), sku: z.string(), quantity: z.int() })),
});
const NativeReturns = z.object({ returns: z.array(NativeReturn) });

const NativeMemo = z.object({
  number: z.string(),
  external_id: z.string(),
  order_external_id: z.string(),
  status: z.enum(['posted', 'cancelled']),
  currency: z.string(),
  total_minor: z.int(),
});
const NativeMemos = z.object({ credit_memos: z.array(NativeMemo) });

/** Asks the ERP, signed in. Throws `SystemFailure`. */
export type AskErp = <T>(shape: z.ZodType<T>, request: JsonRequest) => Promise<T>;

/** The sandbox ERP's returns and credit memos (e2e/sandbox/README.md). */
export class SandboxErpReturns implements ErpReturns {
  readonly #ask: AskErp;

  constructor(ask: AskErp) {
    this.#ask = ask;
  }

  async createReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<ErpReturn> {
    const body = toNativeReturn(authorization);
    return toErpReturn(await this.#ask(NativeReturn, { method: 'POST', path: '/returns', body, signal }));
  }

  findReturns(externalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    return this.#find(`external_id=${encodeURIComponent(externalId)}`, signal);
  }

  findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    return this.#find(`order_external_id=${encodeURIComponent(orderExternalId)}`, signal);
  }

  async cancelReturn(id: string, signal: AbortSignal): Promise<ErpReturn> {
    const path = `/returns/${encodeURIComponent(id)}/cancel`;
    return toErpReturn(await this.#ask(NativeReturn, { method: 'POST', path, body: {}, signal }));
  }

  async reportReturn(id: string, { id: receiptId, lines }: WarehouseReturn, signal: AbortSignal): Promise<ErpReturn> {
    const path = `/returns/${encodeURIComponent(id)}/receipts/${encodeURIComponent(receiptId)}`;
    const inspected = lines.flatMap(({ lineId, sku, dispositions }) =>
      dispositions.map(({ disposition, quantity }) => ({
        line_id: lineId,
        sku,
        disposition,
        quantity: Number(quantity),
      })),
    );
    const request = { method: 'PUT', path, body: { lines: inspected }, signal } as const;
    return toErpReturn(await this.#ask(NativeReturn, request));
  }

  async createCreditMemo(memo: CreditMemo, signal: AbortSignal): Promise<ErpCreditMemo> {
    const body = toNativeMemo(memo);
    return toErpMemo(await this.#ask(NativeMemo, { method: 'POST', path: '/credit-memos', body, signal }));
  }

  async findCreditMemos(externalId: string, signal: AbortSignal): Promise<readonly ErpCreditMemo[]> {
    const path = `/credit-memos?external_id=${encodeURIComponent(externalId)}`;
    return (await this.#ask(NativeMemos, { method: 'GET', path, signal })).credit_memos.map(toErpMemo);
  }

  async cancelCreditMemo(id: string, signal: AbortSignal): Promise<ErpCreditMemo> {
    const path = `/credit-memos/${encodeURIComponent(id)}/cancel`;
    return toErpMemo(await this.#ask(NativeMemo, { method: 'POST', path, body: {}, signal }));
  }

  async #find(by: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    const { returns } = await this.#ask(NativeReturns, { method: 'GET', path: `/returns?${by}`, signal });
    return returns.map(toErpReturn);
  }
}

function toErpReturn(native: z.infer<typeof NativeReturn>): ErpReturn {
  const { number, external_id, order_external_id, status, lines } = native;
  return {
    id: number,
    number,
    externalId: external_id,
    orderExternalId: order_external_id,
    status,
    lines: lines.map(({ line_id, sku, quantity }) => ({ lineId: line_id, sku, quantity: String(quantity) })),
  };
}

function toErpMemo(native: z.infer<typeof NativeMemo>): ErpCreditMemo {
  const { number, external_id, order_external_id, status, currency, total_minor } = native;
  return {
    id: number,
    number,
    externalId: external_id,
    orderExternalId: order_external_id,
    status,
    currency,
    totalMinor: total_minor,
  };
}

function toNativeMemo(memo: CreditMemo): Record<string, unknown> {
  return {
    external_id: memo.externalId,
    ...(memo.traceId === '' ? {} : { correlation_id: memo.traceId }),
    order_external_id: memo.orderExternalId,
    ...(memo.returnNumber === null ? {} : { return_number: memo.returnNumber }),
    currency: memo.currency,
    ...(memo.refundedAt === null ? {} : { refunded_at: memo.refundedAt }),
    ...(memo.reason === '' ? {} : { reason: memo.reason.slice(0, 200) }),
    lines: memo.lines.map(({ lineId, sku, quantity, netMinor, taxMinor, taxCode }) => ({
      line_id: lineId,
      ...(sku === null ? {} : { sku }),
      ...(Number(quantity) > 0 ? { quantity: Number(quantity) } : {}),
      net_minor: netMinor,
      tax_minor: taxMinor,
      ...(taxCode === null ? {} : { tax_code: taxCode }),
    })),
    total_minor: memo.totalMinor,
  };
}
