import type { Category, SubjectException, TimelineEntry } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { backOffMs, nextAttempt, type RetrySchedule } from '../../policy/retry.ts';
import { POLICY } from '../../policy/taxonomy.ts';

/** How the dealings with one document stand after failures. */
export interface Setbacks {
  fails: number;
  failure: { readonly category: Category; readonly message: string } | null;
  /** No call before (epoch ms). */
  notBefore: number | null;
  problem: SubjectException | null;
  /** Only a person sets it going again. */
  stopped: boolean;
}

/** Whose setback it is. `about` ends the exception's cause: one system's trouble is one exception; `key` spreads attempts. */
export interface Concerned {
  readonly role: string;
  readonly system: string;
  readonly about: readonly string[];
  readonly key: string;
}

/** `atLeastMs`: time to settle; `wishMs`: the system's own (Retry-After). */
export interface Waits {
  readonly atLeastMs?: number;
  readonly wishMs?: number | null;
}

/** What of a decision it needs. */
export interface Planner {
  readonly now: number;
  scheduleOf(category: Category): RetrySchedule;
  say(text: string, level?: TimelineEntry['level'], actor?: string): void;
}

/** Plans what follows a failure of `category`: another attempt, a wait, or a stop with an exception. */
export function setBack(
  desk: Planner,
  whose: Concerned,
  standing: Setbacks,
  category: Category,
  message: string,
  { atLeastMs = 0, wishMs = null }: Waits = {},
): void {
  const schedule = desk.scheduleOf(category);
  const problem = raise(category, { about: whose.about, system: whose.system, detail: message });
  const { kind } = POLICY[category];
  standing.failure = { category, message };
  if (kind === 'wait') {
    const limited = category === 'rate_limit';
    if (!limited && standing.problem === null) {
      standing.problem = problem;
      desk.say(message, 'error', whose.role);
    }
    const pause = wishMs ?? (limited ? backOffMs(schedule, whose.key, 1) : schedule.capMs);
    standing.notBefore = desk.now + Math.max(pause, atLeastMs);
    return;
  }
  if (kind === 'hold') {
    stop(desk, whose, standing, problem);
    return;
  }
  standing.fails += 1;
  const count = `${standing.fails} of ${schedule.attemptsMax}`;
  const next = nextAttempt(schedule, whose.key, standing.fails, desk.now, Math.max(atLeastMs, wishMs ?? 0));
  if (next === null) {
    stop(desk, whose, standing, { ...problem, detail: `${problem.detail} Gave up after ${count} attempts.` });
    return;
  }
  standing.notBefore = next.nextAt;
  desk.say(`${message} (attempt ${count})`, 'warning', whose.role);
}

function stop(desk: Planner, { role }: Concerned, standing: Setbacks, problem: SubjectException): void {
  Object.assign(standing, { stopped: true, notBefore: null, problem });
  desk.say(problem.detail, 'error', role);
}
