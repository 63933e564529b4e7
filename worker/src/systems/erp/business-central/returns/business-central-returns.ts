import type { CreditMemo, ErpCreditMemo, ErpReturn, ReturnAuthorization } from '@causeway/contracts';
import * as z from 'zod';
import { fromMinor, scaled } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { ErpReturns } from '../../erp.ts';
import { toNumber } from '../mapping/amounts.ts';
import { roundingLine } from '../mapping/order.ts';
import type { Deletions } from '../orders/deletions.ts';
import type { Office } from '../orders/office.ts';
import { after, before, checked, SYSTEM } from '../talk/refusal.ts';
import { toHead, toMemoLines, toReturnLines } from './mapping.ts';
import {
  draftsOf,
  memoLinesPath,
  memoOf,
  memoPath,
  memosUnder,
  toErpCreditMemo,
  toErpReturn,
  totalOf,
} from './memos.ts';
import { isDraft, type Memo } from './native-memo.ts';
import { type SoldOrder, soldUnder } from './sold.ts';

const Created = z.object({ id: z.guid() });

/**
 * API v2.0 has no return orders: a draft credit memo stands for the authorisation, and posted it is the credit memo. What
 * is deleted there is gone, so the last deletions of ours are remembered.
 */
export class BusinessCentralReturns implements ErpReturns {
  readonly #office: Office;
  readonly #deletions: Deletions<ErpReturn>;

  constructor(office: Office, deletions: Deletions<ErpReturn>) {
    this.#office = office;
    this.#deletions = deletions;
  }

  async createReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<ErpReturn> {
    const { orderExternalId } = authorization;
    const { sold, locationId } = await before(this.#looked(orderExternalId, signal));
    const id = await this.#draft(authorization, sold, toReturnLines(authorization, sold, locationId), signal);
    return toErpReturn(await after(memoOf(this.#office, id, signal)));
  }

  async findReturns(externalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    const found = (await memosUnder(this.#office, externalId, signal)).map(toErpReturn);
    return [...this.#deletions.under(externalId), ...found];
  }

  async findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    return (await draftsOf(this.#office, orderExternalId, signal)).map(toErpReturn);
  }

  async cancelReturn(id: string, signal: AbortSignal): Promise<ErpReturn> {
    const deleted = this.#deletions.find(id);
    if (deleted !== undefined) return deleted;
    const memo = await before(memoOf(this.#office, id, signal));
    const { number, '@odata.etag': etag } = memo.head;
    if (!isDraft(memo.head)) throw new SystemFailure('conflict', 'before_send', `the credit memo ${number} is posted`);
    await checked(this.#send({ method: 'DELETE', path: memoPath(id), etag }, signal));
    const cancelled = { ...toErpReturn(memo), status: 'cancelled' } as const;
    this.#deletions.note(cancelled);
    return cancelled;
  }

  /** The return's own draft becomes the credit memo, or one that a crash left; else a new one. */
  async createCreditMemo(memo: CreditMemo, signal: AbortSignal): Promise<ErpCreditMemo> {
    const { sold, locationId } = await before(this.#looked(memo.orderExternalId, signal));
    refuseAbove(memo, sold);
    const lines = toMemoLines(memo, sold, this.#office.settings.lines, locationId);
    const under = await before(memosUnder(this.#office, memo.externalId, signal));
    const draft = under.find(({ head }) => isDraft(head));
    const id = draft?.head.id ?? (await this.#draft(memo, sold, lines, signal));
    if (draft !== undefined) await this.#relined(draft, lines, signal);
    await after(this.#settled(id, memo, signal));
    await after(this.#send({ method: 'POST', path: `${memoPath(id)}/Microsoft.NAV.post` }, signal));
    return toErpCreditMemo(await after(memoOf(this.#office, id, signal)));
  }

  async findCreditMemos(externalId: string, signal: AbortSignal): Promise<readonly ErpCreditMemo[]> {
    const found = await memosUnder(this.#office, externalId, signal);
    return found.filter(({ head }) => !isDraft(head)).map(toErpCreditMemo);
  }

  /** Refused where Business Central does: it cancels no credit memo but one that cancelled an invoice. */
  async cancelCreditMemo(id: string, signal: AbortSignal): Promise<ErpCreditMemo> {
    const { head } = await before(memoOf(this.#office, id, signal));
    if (head.status !== 'Canceled')
      await checked(this.#send({ method: 'POST', path: `${memoPath(id)}/Microsoft.NAV.cancel` }, signal));
    return toErpCreditMemo(await after(memoOf(this.#office, id, signal)));
  }

  async #looked(orderExternalId: string, signal: AbortSignal) {
    const { references, settings } = this.#office;
    const { locationCode } = settings;
    const locationId =
      locationCode === undefined ? undefined : await references.idOf('locations', locationCode, signal);
    return { sold: await soldUnder(this.#office, orderExternalId, signal), locationId };
  }

  async #draft(of: { readonly externalId: string }, sold: SoldOrder, lines: readonly object[], signal: AbortSignal) {
    const body = { ...toHead(of, sold), salesCreditMemoLines: lines };
    const { id } = await this.#office.api.read(Created, { method: 'POST', path: '/salesCreditMemos', body }, signal);
    return id;
  }

  /** Takes a draft's lines off, and writes others. */
  async #relined({ head, lines }: Memo, wanted: readonly object[], signal: AbortSignal): Promise<void> {
    const path = memoLinesPath(head.id);
    for (const { id, '@odata.etag': etag } of lines) {
      await checked(this.#send({ method: 'DELETE', path: `${path}(${id})`, etag }, signal));
    }
    for (const body of wanted) await after(this.#send({ method: 'POST', path, body }, signal));
  }

  /** One rounding line makes up for tax that Business Central counts otherwise; a draft over another sum stays a draft. */
  async #settled(id: string, memo: CreditMemo, signal: AbortSignal): Promise<void> {
    const total = async () => totalOf((await memoOf(this.#office, id, signal)).head);
    const difference = memo.totalMinor - (await total());
    if (difference === 0) return;
    const amounts = memo.lines.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]).filter((one) => one !== 0);
    if (Math.abs(difference) <= Math.ceil(amounts.length / 2)) {
      const unitPrice = toNumber(fromMinor(difference, memo.currencyDigits));
      const body = roundingLine(this.#office.settings.lines.rounding, unitPrice);
      await this.#send({ method: 'POST', path: memoLinesPath(id), body }, signal);
      if ((await total()) === memo.totalMinor) return;
    }
    const message = `${SYSTEM} counts a credit memo ${Math.abs(difference)} minor units ${difference > 0 ? 'below' : 'above'} the refund`;
    throw new SystemFailure('total_mismatch', 'after_send', message);
  }

  async #send(ask: Parameters<Office['api']['send']>[0], signal: AbortSignal): Promise<void> {
    await this.#office.api.send(ask, signal);
  }
}

/** Memos of an order can't be found by it, so each is held to what the order was sold for by itself. */
function refuseAbove({ totalMinor, currency, currencyDigits }: CreditMemo, { totals, currencyCode }: SoldOrder): void {
  const sold = totals.reduce((sum, total) => sum + scaled(String(total)), 0n);
  if (currency === currencyCode && scaled(fromMinor(totalMinor, currencyDigits)) <= sold) return;
  throw new SystemFailure(
    'validation',
    'before_send',
    `more than the order's total in ${currencyCode} would be credited`,
  );
}
