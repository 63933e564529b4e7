import type { ErpOrder, Release } from './back-office.ts';
import type { Placed } from './buyer-log.ts';
import { differences } from './goods.ts';
import type { ShopOrder } from './shop/orders.ts';

/** All that the stores hold about one order that the buyer placed. */
export interface Traces {
  readonly placed: Placed;
  readonly externalId: string;
  readonly shopOrder: ShopOrder | undefined;
  readonly erpOrders: readonly ErpOrder[];
  readonly releases: readonly Release[];
}

export interface Verdict {
  readonly accepted: boolean;
  readonly released: boolean;
  readonly shipped: boolean;
  readonly completed: boolean;
  /** What is wrong, or not yet done, in words. */
  readonly findings: readonly string[];
}

/** Judges one order by its traces alone. */
export function judge(traces: Traces): Verdict {
  const { shopOrder, releases } = traces;
  const findings = [...shopFindings(traces), ...erpFindings(traces), ...warehouseFindings(traces)];
  const accepted = shopOrder !== undefined && traces.erpOrders.some((document) => agrees(document, shopOrder));
  const released = releases.length > 0;
  const shipped = releases.some(({ status }) => status === 'shipped');
  const completed = shopOrder?.status === 'wc-completed';
  if (released && !accepted) findings.push('released to the warehouse without being accepted');
  if (completed && !shipped) findings.push('completed in the shop though the warehouse has not shipped it');
  if (shopOrder !== undefined && !completed) findings.push(`the shop has it as ${shopOrder.status}`);
  return { accepted, released, shipped, completed, findings };
}

function shopFindings({ placed, shopOrder }: Traces): string[] {
  if (shopOrder === undefined) return ['lost: the shop has no such order'];
  return shopOrder.key === placed.order_key ? [] : ['the shop has another order key under this id'];
}

function erpFindings({ shopOrder, erpOrders }: Traces): string[] {
  const findings: string[] = [];
  if (erpOrders.length === 0) findings.push('not in the ERP');
  if (erpOrders.length > 1) findings.push(`${erpOrders.length} live ERP orders: ${names(erpOrders)}`);
  if (shopOrder === undefined) return findings;
  for (const document of erpOrders) {
    if (!shopOrder.erpNumbers.includes(document.name))
      findings.push(`the shop doesn't hold the ERP number ${document.name}`);
    findings.push(...contentFindings(document, shopOrder));
  }
  for (const number of shopOrder.erpNumbers) {
    if (!erpOrders.some(({ name }) => name === number))
      findings.push(`the shop holds ${number || 'an empty ERP number'}, which is no live ERP order of it`);
  }
  return findings;
}

function contentFindings(document: ErpOrder, shopOrder: ShopOrder): string[] {
  const findings: string[] = [];
  if (document.totalMinor !== shopOrder.totalMinor || document.currency !== shopOrder.currency) {
    findings.push(
      `${document.name}: total ${document.totalMinor} ${document.currency} instead of ${shopOrder.totalMinor} ${shopOrder.currency}`,
    );
  }
  const lines = differences(shopOrder.goods, document.goods);
  if (lines !== '') findings.push(`${document.name}: ${lines}`);
  return findings;
}

function warehouseFindings({ shopOrder, releases }: Traces): string[] {
  const findings: string[] = [];
  if (releases.length === 0) findings.push('not released');
  if (releases.length > 1) findings.push(`${releases.length} live releases: ${names(releases)}`);
  for (const { name, status, shipped } of releases) {
    if (status !== 'shipped') findings.push(`${name} is ${status}`);
    else if (shopOrder !== undefined) {
      const lines = differences(shopOrder.goods, shipped);
      if (lines !== '') findings.push(`${name} shipped ${lines}`);
    }
  }
  return findings;
}

function agrees(document: ErpOrder, shopOrder: ShopOrder): boolean {
  return shopOrder.erpNumbers.includes(document.name) && contentFindings(document, shopOrder).length === 0;
}

function names(documents: readonly { readonly name: string }[]): string {
  return documents.map(({ name }) => name).join(', ');
}
