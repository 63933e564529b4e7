import type {
  Call,
  CallOutcome,
  CreditMemo,
  Disposition,
  ErpCreditMemo,
  ErpReturn,
  Json,
  ReturnAuthorization,
  WarehouseReturn,
} from '@causeway/contracts';

/** How a system takes a call: `lost` does it and its answer never comes, `late` does it only once the clock moved. */
export type Mood = 'honest' | 'lost' | 'late' | 'unreachable' | 'limited' | 'refuses' | 'claims_duplicate';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An ERP and a warehouse without unique keys: what is sent twice is there twice. */
export class Office {
  readonly rmas: Mutable<ErpReturn>[] = [];
  readonly receipts: Mutable<WarehouseReturn>[] = [];
  readonly memos: (Mutable<ErpCreditMemo> & { readonly sent: CreditMemo })[] = [];
  /** Receipts that the ERP was told of, by RMA. */
  readonly reported: { readonly rma: string; readonly receipt: WarehouseReturn }[] = [];
  periodClosed = false;
  #late: Call[] = [];

  answer(call: Call, mood: Mood): CallOutcome {
    switch (mood) {
      case 'unreachable':
        return failed('connection', 'before_send');
      case 'limited':
        return failed('rate_limit', 'before_send', 1000);
      case 'refuses':
        return call.operation.startsWith('find') ? this.#do(call) : failed('validation', 'before_send');
      case 'claims_duplicate':
        return call.operation.startsWith('create') ? failed('duplicate', 'before_send') : this.#do(call);
      case 'lost':
        this.#do(call);
        return failed('timeout', 'during_send');
      case 'late':
        this.#late.push(call);
        return failed('unknown_outcome', 'during_send');
      default:
        return this.#do(call);
    }
  }

  /** What was still being committed is committed now. */
  settle(): void {
    for (const call of this.#late.splice(0)) this.#do(call);
  }

  /** Goods of a line come back, and are looked at: how many of which disposition. */
  inspect(dispositions: Partial<Record<Disposition, number>>, lineId = '17', sku = 'ERP-1'): void {
    const receipt = this.receipts.find(({ status }) => status !== 'cancelled');
    if (receipt === undefined) return;
    const units = Object.entries(dispositions) as [Disposition, number][];
    receipt.status = 'inspected';
    receipt.lines = [
      ...receipt.lines.filter((line) => line.lineId !== lineId || line.sku !== sku),
      {
        lineId,
        sku,
        received: String(units.reduce((sum, [, quantity]) => sum + quantity, 0)),
        dispositions: units.map(([disposition, quantity]) => ({ disposition, quantity: String(quantity) })),
      },
    ];
  }

  live(): { rmas: number; receipts: number; memos: number } {
    const count = (list: readonly { readonly status: string }[]) =>
      list.filter(({ status }) => status !== 'cancelled').length;
    return { rmas: count(this.rmas), receipts: count(this.receipts), memos: count(this.memos) };
  }

  #do({ role, operation, request }: Call): CallOutcome {
    const { externalId, id } = request as { externalId?: string; id?: string };
    const under = <T extends { externalId: string; orderExternalId: string }>(list: readonly T[]) =>
      operation.endsWith('_of_order')
        ? list.filter((one) => one.orderExternalId === externalId)
        : list.filter((one) => one.externalId === externalId);
    switch (`${role}:${operation}`) {
      case 'erp:create_return':
        return ok({
          return: this.addRma((request as { authorization: Json }).authorization as unknown as ReturnAuthorization),
        });
      case 'erp:find_returns':
      case 'erp:find_returns_of_order':
        return ok({ returns: under(this.rmas) });
      case 'erp:cancel_return':
        return cancelled(
          'return',
          this.rmas.find((one) => one.id === id),
          ({ status }) => status !== 'open',
        );
      case 'erp:report_return':
        return this.#report(id ?? '', (request as { receipt: Json }).receipt as unknown as WarehouseReturn);
      case 'wms:announce_return':
        return ok({
          return: this.addReceipt((request as { authorization: Json }).authorization as unknown as ReturnAuthorization),
        });
      case 'wms:find_returns':
      case 'wms:find_returns_of_order':
        return ok({ returns: under(this.receipts) });
      case 'wms:cancel_return':
        return cancelled(
          'return',
          this.receipts.find((one) => one.id === id),
          ({ status }) => status !== 'expected',
        );
      case 'erp:create_credit_memo':
        return ok({ memo: this.#addMemo((request as { memo: Json }).memo as unknown as CreditMemo) });
      case 'erp:find_credit_memos':
        return ok({ memos: under(this.memos) });
      case 'erp:cancel_credit_memo':
        return cancelled(
          'memo',
          this.memos.find((one) => one.id === id),
          () => this.periodClosed,
        );
      default:
        throw new Error(`nobody knows ${role} ${operation}`);
    }
  }

  addRma({
    externalId,
    orderExternalId,
    lines,
  }: Pick<ReturnAuthorization, 'externalId' | 'orderExternalId' | 'lines'>): ErpReturn {
    const number = `RMA-${this.rmas.length + 1}`;
    const rma: ErpReturn = { id: number, number, externalId, orderExternalId, status: 'open', lines: [...lines] };
    this.rmas.push({ ...rma });
    return rma;
  }

  addReceipt({
    externalId,
    orderExternalId,
    lines,
  }: Pick<ReturnAuthorization, 'externalId' | 'orderExternalId' | 'lines'>): WarehouseReturn {
    const receipt: WarehouseReturn = {
      id: `RR-${this.receipts.length + 1}`,
      externalId,
      orderExternalId,
      status: 'expected',
      lines: lines.map(({ lineId, sku }) => ({ lineId, sku, received: '0', dispositions: [] })),
    };
    this.receipts.push({ ...receipt });
    return receipt;
  }

  /** The same receipt twice is one. */
  #report(rma: string, receipt: WarehouseReturn): CallOutcome {
    const returned = this.rmas.find((one) => one.id === rma);
    if (returned === undefined) return failed('missing_reference', 'before_send');
    if (!this.reported.some((one) => one.receipt.id === receipt.id)) this.reported.push({ rma, receipt });
    returned.status = 'received';
    return ok({ return: returned });
  }

  #addMemo(sent: CreditMemo): ErpCreditMemo {
    const { externalId, orderExternalId, currency, totalMinor } = sent;
    const number = `CM-${this.memos.length + 1}`;
    const memo = { id: number, number, externalId, orderExternalId, status: 'posted', currency, totalMinor } as const;
    this.memos.push({ ...memo, sent });
    return memo;
  }
}

function cancelled<T extends { status: string }>(
  name: string,
  document: T | undefined,
  refuses: (document: T) => boolean,
): CallOutcome {
  if (document === undefined) return failed('missing_reference', 'before_send');
  if (document.status === 'cancelled') return ok({ [name]: document });
  if (refuses(document)) return failed('conflict', 'before_send');
  document.status = 'cancelled';
  return ok({ [name]: document });
}

const ok = (reply: object): CallOutcome => ({ kind: 'ok', reply: JSON.parse(JSON.stringify(reply)) as Json });

function failed(
  category: Extract<CallOutcome, { kind: 'failed' }>['category'],
  phase: Extract<CallOutcome, { kind: 'failed' }>['phase'],
  retryAfterMs: number | null = null,
): CallOutcome {
  return { kind: 'failed', category, phase, message: `It failed: ${category}.`, retryAfterMs };
}
