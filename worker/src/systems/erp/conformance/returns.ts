import assert from 'node:assert/strict';
import { type CreditMemo, ErpCreditMemo, ErpReturn, type ReturnAuthorization } from '@causeway/contracts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import { CannotPlay, type Check } from '../../conformance/check.ts';
import { newExternalId, refusedAs } from '../../conformance/documents.ts';
import type { ErpReturns } from '../erp.ts';
import type { ErpBench } from './bench.ts';
import { salesOrder } from './orders.ts';

const never = new AbortController().signal;

/** An order in the ERP, one unit of which is to come back, and the words for it. */
async function sold(bench: ErpBench) {
  const orderExternalId = newExternalId();
  const erp = bench.open();
  const order = salesOrder(bench.words, orderExternalId);
  const { number } = await erp.createOrder(order, never);
  const [item] = order.lines;
  assert.ok(item?.kind === 'item' && item.sku !== null);
  const externalId = newExternalId('return');
  const asked = { requestedAt: new Date().toISOString(), reason: 'Zu klein', traceId: 'ab'.repeat(16) };
  const authorization: ReturnAuthorization = {
    ...asked,
    externalId,
    orderExternalId,
    orderErpNumber: number,
    lines: [{ lineId: item.lineId, sku: item.sku, quantity: '1' }],
  };
  const memo: CreditMemo = {
    externalId,
    orderExternalId,
    orderErpNumber: number,
    returnNumber: null,
    currency: order.currency,
    currencyDigits: order.currencyDigits,
    refundedAt: asked.requestedAt,
    reason: asked.reason,
    lines: [{ lineId: item.lineId, sku: item.sku, quantity: '1', netMinor: 100, taxMinor: 19, taxCode: null }],
    totalMinor: 119,
    traceId: asked.traceId,
  };
  return { returns: returnsOf(bench), externalId, orderExternalId, authorization, memo, order };
}

function returnsOf(bench: ErpBench): ErpReturns {
  const { returns } = bench.open();
  assert.ok(returns !== undefined, 'the adapter knows no returns');
  return returns;
}

/** What an ERP adapter that declares `returns` must do. */
export const ERP_RETURNS: readonly Check<ErpBench>[] = [
  {
    name: 'a return is found by its external id and by its order, with what is to come back',
    run: async (bench) => {
      const { returns, externalId, orderExternalId, authorization } = await sold(bench);
      assert.deepEqual(await returns.findReturns(externalId, never), []);
      const made = ErpReturn.parse(await returns.createReturn(authorization, never));
      assert.deepEqual(
        [made.externalId, made.orderExternalId, made.status, made.lines],
        [externalId, orderExternalId, 'open', authorization.lines],
      );
      assert.deepEqual(await returnsOf(bench).findReturns(externalId, never), [made]);
      assert.deepEqual(await returns.findReturnsOfOrder(orderExternalId, never), [made]);
    },
  },
  {
    name: 'a return is cancelled once, and not once goods came',
    run: async (bench) => {
      const one = await sold(bench);
      const { id } = await one.returns.createReturn(one.authorization, never);
      for (const _ of ['once', 'twice']) assert.equal((await one.returns.cancelReturn(id, never)).status, 'cancelled');
      const other = await sold(bench);
      const received = await other.returns.createReturn(other.authorization, never);
      await bench.receiveReturn?.(received.id, other.authorization);
      await refusedAs('conflict', other.returns.cancelReturn(received.id, never));
      // Where taking back is to book the credit, it is closed with that.
      const status = (await other.returns.findReturns(other.externalId, never))[0]?.status ?? '';
      assert.ok(['received', 'closed'].includes(status), status);
    },
  },
  {
    name: 'what came back is told once however often it is told, and is stock as what became of it says',
    run: async (bench) => {
      const { returns, externalId, orderExternalId, authorization } = await sold(bench);
      if (returns.reportReturn === undefined) throw new CannotPlay("this adapter's ERP isn't told what came back");
      const { id } = await returns.createReturn(authorization, never);
      const [line] = authorization.lines;
      assert.ok(line !== undefined);
      const before = await stockOf(bench, line.sku);
      const dispositions = [{ disposition: 'restock', quantity: '1' }] as const;
      const lines = [{ lineId: line.lineId, sku: line.sku, received: '1', dispositions: [...dispositions] }];
      const receipt = { id: `${externalId}-R`, externalId, orderExternalId, status: 'inspected', lines } as const;
      for (const _ of ['once', 'twice'])
        assert.equal((await returns.reportReturn(id, receipt, never)).status, 'received');
      assert.equal((await returnsOf(bench).findReturns(externalId, never))[0]?.status, 'received');
      assert.equal((await stockOf(bench, line.sku)) - before, 1, 'units on hand');
      await refusedAs('conflict', returns.cancelReturn(id, never));
    },
  },
  {
    name: 'a credit memo is found by its external id with its sum',
    run: async (bench) => {
      const { returns, externalId, memo } = await sold(bench);
      assert.deepEqual(await returns.findCreditMemos(externalId, never), []);
      const made = ErpCreditMemo.parse(await returns.createCreditMemo(memo, never));
      assert.deepEqual(
        [made.externalId, made.status, made.totalMinor, made.currency],
        [externalId, 'posted', 119, memo.currency],
      );
      assert.deepEqual(await returnsOf(bench).findCreditMemos(externalId, never), [made]);
    },
  },
  {
    name: 'a credit memo of a return is its own document beside the return, which then is over',
    run: async (bench) => {
      const { returns, externalId, authorization, memo } = await sold(bench);
      const { number } = await returns.createReturn(authorization, never);
      const made = await returns.createCreditMemo({ ...memo, returnNumber: number }, never);
      assert.deepEqual(await returns.findCreditMemos(externalId, never), [made]);
      const found = await returns.findReturns(externalId, never);
      assert.equal(found.length, 1);
    },
  },
  {
    name: 'a credit memo is taken back once, or is refused as a conflict and stays',
    run: async (bench) => {
      const { returns, externalId, memo } = await sold(bench);
      const made = await returns.createCreditMemo(memo, never);
      const taken = await returns.cancelCreditMemo(made.id, never).catch((error: unknown) => error);
      if (taken instanceof SystemFailure) {
        assert.deepEqual([taken.category, taken.phase], ['conflict', 'before_send'], taken.message);
        assert.deepEqual(await returns.findCreditMemos(externalId, never), [made]);
        throw new CannotPlay('this system takes no credit memo back, and says so');
      }
      for (const _ of ['once', 'twice'])
        assert.equal((await returns.cancelCreditMemo(made.id, never)).status, 'cancelled');
    },
  },
  {
    name: 'more than was invoiced is not credited',
    run: async (bench) => {
      const { returns, externalId, memo, order } = await sold(bench);
      const [line] = memo.lines;
      assert.ok(line !== undefined);
      const totalMinor = order.totalMinor + 1;
      const above = { ...memo, lines: [{ ...line, netMinor: totalMinor, taxMinor: 0 }], totalMinor };
      await refusedAs('validation', returns.createCreditMemo(above, never));
      assert.deepEqual(await returns.findCreditMemos(externalId, never), []);
    },
  },
  {
    name: 'changes name returns and credit memos',
    run: async (bench) => {
      const { returns, externalId, authorization, memo } = await sold(bench);
      const erp = bench.open();
      let { cursor } = await lastOf(erp, null);
      await returns.createReturn(authorization, never);
      const news = await lastOf(erp, cursor);
      assert.ok(news.externalIds.includes(externalId), 'the return was not told');
      ({ cursor } = news);
      await returns.createCreditMemo(memo, never);
      assert.ok((await lastOf(erp, cursor)).externalIds.includes(externalId), 'the credit memo was not told');
    },
  },
];

/** Units on hand at all places. */
async function stockOf(bench: ErpBench, sku: string): Promise<number> {
  const erp = bench.open();
  let units = 0;
  for (let cursor: string | null = null; ; ) {
    const page = await erp.inventory(cursor, never);
    for (const position of page.positions) if (position.sku === sku) units += Number(position.onHand);
    if (!page.more) return units;
    ({ cursor } = page);
  }
}

/** All changes from a cursor on. */
async function lastOf(erp: ReturnType<ErpBench['open']>, from: string | null) {
  const externalIds: string[] = [];
  for (let cursor = from; ; ) {
    const page = await erp.changedSince(cursor, never);
    externalIds.push(...page.externalIds);
    if (page.externalIds.length === 0 || page.cursor === cursor) return { externalIds, cursor: page.cursor };
    cursor = page.cursor;
  }
}
