import type { HeldStock, SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import type { InventoryState } from './state.ts';

const FAULTS_SHOWN = 8;
const WORD: Readonly<Record<string, string>> = { erp: 'the ERP', wms: 'the warehouse' };

export const heldCause = (role: string): string => `stock:held:${role}`;

/** What a person must see of the source now; the worst first. */
export function exceptionsOf({ source, verdict }: InventoryState, role: string): SubjectException[] {
  if (source === null) return [];
  const system = WORD[role] ?? role;
  const { held, staleSince, offline, faults } = source;
  return [
    ...(held === null || verdict?.held === held.id ? [] : [heldException(held, role, system)]),
    ...(staleSince === null ? [] : [silent(staleSince, role, system)]),
    ...offline.slice(0, 1).map(() => gone(offline, role, system)),
    ...faults.slice(0, FAULTS_SHOWN).map((fault) => unreadable(fault, role, system)),
  ].slice(0, 10);
}

function heldException(held: HeldStock, role: string, system: string): SubjectException {
  const { falls, zeros, before, after, largest } = held;
  return raise('stock', {
    about: ['held', role],
    severity: 'critical',
    title: `${upper(system)} tells that ${falls} SKUs fell at once, ${zeros} of them to nothing; it is held`,
    nextStep: `Compare the largest falls with ${system}. Approve: the shop is told all of it. Reject: the old stock stays until ${system} says something else of these SKUs. Meanwhile the shop sells by the old stock. "causeway stock held" shows more.`,
    detail: [
      `Units in all: ${before} → ${after}`,
      ...largest.map((one) => `${one.sku}: ${one.before} → ${one.after}`),
    ].join('\n'),
  });
}

function silent(since: number, role: string, system: string): SubjectException {
  return raise('connection', {
    about: ['stock_stale', role],
    system,
    title: `The stock of ${system} is not heard any more`,
    nextStep: `See why ${system} does not answer (causeway doctor). The shop sells on by the last stock, and shows SKUs with few units left as sold out; all of it is read when ${system} answers again.`,
    detail: `Last heard ${new Date(since).toISOString()}`,
  });
}

function gone(offline: readonly string[], role: string, system: string): SubjectException {
  return raise('stock', {
    about: ['node_offline', role],
    severity: 'warning',
    title: `${upper(system)} says that a place with stock is offline`,
    nextStep: 'Nothing to do here: what lies there is not sold until it is back, the other places sell on.',
    detail: offline.join(', '),
  });
}

function unreadable(fault: string, role: string, system: string): SubjectException {
  return raise('parse', {
    about: ['stock_line', role, fault.split(':')[0] ?? ''],
    system,
    title: `A line of stock from ${system} can't be read`,
    nextStep: `Mend it in ${system}; the other lines went through, this SKU keeps its last stock.`,
    detail: fault,
  });
}

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
