import * as z from 'zod';
import type { Variance, VariancePolicy } from '../policy/variances.ts';

/** What was compared beside the orders: the shop's returns with their refunds, or its stock. */
export const Section = z.object({
  what: z.enum(['returns', 'stock']),
  counts: z.object({ compared: z.int(), agree: z.int(), vary: z.int(), unread: z.int() }),
  /** Subjects by kind of variance. */
  kinds: z.record(z.string(), z.int()),
  /** Those that vary, and those that could not be compared. */
  varying: z.array(
    z.object({
      subject: z.string(),
      name: z.string(),
      variances: z.array(z.object({ kind: z.string(), owner: z.string(), detail: z.string() })),
      /** Why it could not be compared; null: it was. */
      problem: z.string().nullable(),
    }),
  ),
});
export type Section = z.infer<typeof Section>;

/** One subject of a section. `name`: as staff know it. */
export interface ComparedSubject {
  readonly subject: string;
  readonly name: string;
  readonly result: 'agrees' | 'varies' | 'unread';
  readonly variances: readonly Variance<string>[];
  readonly problem: string | null;
}

export const emptySection = (what: Section['what']): Section => ({
  what,
  counts: { compared: 0, agree: 0, vary: 0, unread: 0 },
  kinds: {},
  varying: [],
});

const COUNTED = { agrees: 'agree', varies: 'vary', unread: 'unread' } as const;

/** Counts a subject in. */
export function enter(
  section: Section,
  { subject, name, result, variances, problem }: ComparedSubject,
  policies: Readonly<Record<string, VariancePolicy>>,
): void {
  section.counts.compared += 1;
  section.counts[COUNTED[result]] += 1;
  for (const { kind } of variances) section.kinds[kind] = (section.kinds[kind] ?? 0) + 1;
  if (result === 'agrees') return;
  const told = variances.map(({ kind, detail }) => ({ kind, owner: policies[kind]?.owner ?? 'it', detail }));
  section.varying.push({ subject, name, variances: told, problem });
}

const SHOWN_MAX = 10;

/** The section as people read it. */
export function printedSection(
  { what, counts, kinds, varying }: Section,
  policies: Readonly<Record<string, VariancePolicy>>,
): string[] {
  const lines = [
    '',
    `${counts.compared} ${what === 'stock' ? 'SKUs' : 'returns and refunds'}: ${counts.agree} agree, ${counts.vary} vary, ${counts.unread} could not be compared.`,
  ];
  for (const [kind, count] of Object.entries(kinds).toSorted(([, a], [, b]) => b - a)) {
    const policy = policies[kind];
    lines.push('', `${policy?.title ?? kind}: ${count} (for ${policy?.owner ?? 'it'})`);
    const having = varying.flatMap(({ name, variances }) =>
      variances.filter((each) => each.kind === kind).map(({ detail }) => `  ${name}  ${detail}`),
    );
    lines.push(...having.slice(0, SHOWN_MAX));
    if (count > SHOWN_MAX) lines.push(`  and ${count - SHOWN_MAX} more`);
  }
  const unread = varying.filter(({ problem }) => problem !== null);
  for (const { name, problem } of unread.slice(0, SHOWN_MAX)) lines.push(`  ${name}  ${problem}`);
  return lines;
}
