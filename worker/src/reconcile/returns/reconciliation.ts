import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import { RETURNS_RECONCILIATION } from '../../flows/return/variances.ts';
import { hasVariances } from '../../flows/variances.ts';
import { RETURN_VARIANCES } from '../../policy/variances.ts';
import { emptySection, enter, type Section } from '../section.ts';
import { comparedReturns, type ReturnWalkPorts } from './walk.ts';

export interface ReturnsPorts extends ReturnWalkPorts {
  readonly engine: Pick<Engine, 'held' | 'peek' | 'submit'>;
}

/**
 * Compares a shop's returns, and the refunds that were made in it, with ERP and warehouse; each is told what was found of
 * it, unless `dryRun`. Rejects where the shop can't be asked, or when the signal aborts.
 */
export async function reconcileReturns(ports: ReturnsPorts, dryRun: boolean, signal: AbortSignal): Promise<Section> {
  const { engine, shop } = ports;
  const section = emptySection('returns');
  const run = randomUUID();
  for await (const { subject, externalId, result, variances, problem } of comparedReturns(ports, signal)) {
    enter(section, { subject, name: externalId, result, variances, problem }, RETURN_VARIANCES);
    if (dryRun || result === 'unread') continue;
    if (variances.length === 0 && !hasVariances(engine.peek({ shop, subject })?.state)) continue;
    const body = { about: 'variances', variances: variances.map(({ kind, detail }) => ({ kind, detail })) };
    const event = { type: 'told', from: RETURNS_RECONCILIATION, body } as const;
    await engine.submit([{ id: `${run}:${subject}`, shop, subject, event }]);
  }
  return section;
}
