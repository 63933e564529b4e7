import type { Category, Severity, SubjectException } from '@causeway/contracts';
import { POLICY } from '../../policy/taxonomy.ts';

/** For what the system's calls wait, and since when (epoch ms). */
export interface Waiting {
  readonly reason: string;
  readonly why: string;
  readonly since: number;
}

const MINUTE_MS = 60_000;

interface Rule {
  /** How long it may last before a person must see it. */
  readonly afterMs: number;
  readonly category: Category;
  readonly severity: Severity;
  readonly nextStep: (system: string) => string;
}

const limited: Rule = {
  afterMs: 30 * MINUTE_MS,
  category: 'rate_limit',
  severity: 'warning',
  nextStep: (system) => `Orders wait and go on by themselves. If it lasts, ask for a higher limit of "${system}".`,
};

/** A window of maintenance is no news: who wrote it knows. */
const RULES: Readonly<Record<string, Rule>> = {
  silent: {
    afterMs: 2 * MINUTE_MS,
    category: 'connection',
    severity: 'error',
    nextStep: (system) =>
      `Check that "${system}" is up and reachable from the worker. Waiting orders then go on by themselves.`,
  },
  sign_in: {
    afterMs: 2 * MINUTE_MS,
    category: 'authentication',
    severity: 'critical',
    nextStep: (system) =>
      `Renew the secret of "${system}" in the worker's configuration, try it with "causeway doctor ${system}", and restart the worker. Waiting orders then go on.`,
  },
  asked: limited,
  rate: limited,
  paused: {
    afterMs: 60 * MINUTE_MS,
    category: 'rate_limit',
    severity: 'warning',
    nextStep: (system) =>
      `Where it is no longer needed: "causeway resume" (or "causeway resume ${system}") on the worker's machine.`,
  },
};

/** One exception for all the orders that wait for the system; null: it is not, or not yet, a person's business. */
export function waitingException(waiting: Waiting | null, system: string, now: number): SubjectException | null {
  const rule = waiting === null ? undefined : RULES[waiting.reason];
  if (waiting === null || rule === undefined || now < waiting.since + rule.afterMs) return null;
  return {
    cause: `${rule.category}:waiting_${waiting.reason}:${system}`,
    category: rule.category,
    severity: rule.severity,
    owner: POLICY[rule.category].owner,
    title: `Orders wait: ${waiting.why}`,
    next_step: rule.nextStep(system),
    detail: `System "${system}". Nothing is lost, and no attempt is spent while it lasts.`,
  };
}

/** When that changes by time alone; null: it doesn't. */
export function waitingTurn(waiting: Waiting | null, now: number): number | null {
  const rule = waiting === null ? undefined : RULES[waiting.reason];
  if (waiting === null || rule === undefined) return null;
  const at = waiting.since + rule.afterMs;
  return at > now ? at : null;
}
