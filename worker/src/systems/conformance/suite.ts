import { CHANGING } from './changing.ts';
import type { Check } from './check.ts';
import { CREATING } from './creating.ts';
import type { DocumentBench } from './documents.ts';
import { FAILING, SIGNING_IN } from './failing.ts';
import { FOLLOWING } from './following.ts';

/** What every role with documents of ours must do. */
export const DOCUMENTS = [...CREATING, ...CHANGING, ...FOLLOWING, ...FAILING, ...SIGNING_IN];

/** The same checks at a role's own bench. */
export function at<Bench>(
  checks: readonly Check<DocumentBench>[],
  seen: (bench: Bench) => DocumentBench,
): Check<Bench>[] {
  return checks.map(({ name, run }) => ({ name, run: (bench) => run(seen(bench)) }));
}
