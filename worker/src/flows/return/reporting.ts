import type { CallOutcome } from '@causeway/contracts';
import type { Step } from '../errand/asking.ts';
import type { Verdict } from './judge.ts';
import { RMA } from './kinds.ts';
import type { ReturnState } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Whether the ERP is still to be told what came back: all of it was looked at, nothing about it waits for a person, and
 * the ERP's own authorisation shows that it doesn't know.
 */
export function isToBeReported({ state, rules }: Turn, { inspected, holds }: Verdict): boolean {
  if (!rules.reportReceipts || !inspected || state.rma.doc?.status !== 'open' || state.reported === reportOf(state))
    return false;
  return !holds.some(({ category }) => category === 'conflict');
}

/** Which receipt would be told to which authorisation. */
const reportOf = ({ rma, receipt }: ReturnState): string => `${rma.doc?.id} ${receipt.doc?.id}`;

export function report({ rma, receipt }: ReturnState): Step {
  if (rma.doc === null || receipt.doc === null) return null;
  const { id, externalId, orderExternalId, status } = receipt.doc;
  const lines = receipt.doc.lines.map((line) => ({
    ...line,
    dispositions: line.dispositions.map((each) => ({ ...each })),
  }));
  const receipted = { id, externalId, orderExternalId, status, lines };
  return { ask: 'report', request: { id: rma.doc.id, receipt: receipted }, say: 'Telling the ERP what came back' };
}

/** Which receipt the ERP has taken: it is told once, even where its authorisation doesn't show it. */
export function noteReported({ state }: Turn, key: string, outcome: CallOutcome): void {
  const { rma } = state;
  if (rma.call?.key !== key || rma.call.act !== 'report' || outcome.kind === 'failed') return;
  if (RMA.isTold(outcome.reply)) state.reported = reportOf(state);
}
