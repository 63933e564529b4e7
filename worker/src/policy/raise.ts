import type { Category, Owner, Severity, SubjectException } from '@causeway/contracts';
import { POLICY } from './taxonomy.ts';

/** What a rule says of its exception beyond the category's defaults. `about` becomes the cause's tail. */
export interface Grounds {
  readonly about: readonly string[];
  readonly detail: string;
  readonly system?: string;
  readonly title?: string;
  readonly nextStep?: string;
  readonly owner?: Owner;
  readonly severity?: Severity;
}

/** An exception with its category's defaults, within the limits of the contract whatever the words were. */
export function raise(category: Category, grounds: Grounds): SubjectException {
  const policy = POLICY[category];
  const system = grounds.system ?? 'the back office';
  return {
    cause: [category, ...grounds.about.map(segment)].join(':').slice(0, 96).replace(/:$/, ''),
    category,
    severity: grounds.severity ?? policy.severity,
    owner: grounds.owner ?? policy.owner,
    title: cut(grounds.title ?? policy.title(system), 255),
    next_step: cut(grounds.nextStep ?? policy.nextStep(system), 1000),
    detail: cut(grounds.detail, 1000),
  };
}

/** A text that fits its column; a cut one ends in "…". */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

const segment = (word: string): string => word.replace(/[^A-Za-z0-9._/-]/g, '-').slice(0, 60) || '-';
