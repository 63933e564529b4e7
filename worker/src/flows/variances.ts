import type { SubjectException } from '@causeway/contracts';
import * as z from 'zod';
import { raise } from '../policy/raise.ts';
import type { Variance, VariancePolicy } from '../policy/variances.ts';

/** A variance as its subject keeps it; `again`: it was found the time before, too, so that looking again did not help. */
export type KeptVariance<Kind extends string> = Variance<Kind> & { readonly again: boolean };

/** What a subject keeps of its variances now, those that are new, and whether one of them heals by looking again. */
export interface Taken<Kind extends string> {
  readonly kept: readonly KeptVariance<Kind>[];
  readonly news: readonly Variance<Kind>[];
  readonly heals: boolean;
}

/**
 * Reads all that reconciliation found of a subject, each time: what is no longer told is no more. Kinds without a policy are
 * a newer worker's, and left out. Null: this is no word of reconciliation, or more than `max` kinds.
 */
export function readVariances<Kind extends string>(
  body: unknown,
  before: readonly Variance<Kind>[],
  policies: Readonly<Record<Kind, VariancePolicy>>,
  max: number,
): Taken<Kind> | null {
  const told = z
    .object({ variances: z.array(z.object({ kind: z.string(), detail: z.string().max(500) })).max(max) })
    .safeParse(body);
  if (!told.success) return null;
  const known = new Set(before.map(({ kind }) => kind));
  const found = told.data.variances.filter((each): each is Variance<Kind> => Object.hasOwn(policies, each.kind));
  const news = found.filter(({ kind }) => !known.has(kind));
  return {
    kept: found.map((each) => ({ ...each, again: known.has(each.kind) })),
    news,
    heals: news.some(({ kind }) => policies[kind].heals),
  };
}

/** What looking again can't or did not mend: for a person. */
export function varianceRemarks<Kind extends string>(
  variances: readonly KeptVariance<Kind>[],
  policies: Readonly<Record<Kind, VariancePolicy>>,
): SubjectException[] {
  return variances
    .filter(({ kind, again }) => again || !policies[kind].heals)
    .map(({ kind, detail }) => {
      const { category, owner, title, nextStep } = policies[kind];
      return raise(category, { about: ['variance', kind], owner, title, nextStep, detail });
    });
}

/** Whether reconciliation last found something of the subject whose state this is (`Engine.peek`). */
export const hasVariances = (state: unknown): boolean =>
  ((state ?? {}) as { readonly variances?: readonly unknown[] }).variances?.[0] !== undefined;
