import * as z from 'zod';

const EXAMPLES_MAX = 5;

/** What became of orders, in words for people → how many, and the first of them by number. */
export const Tally = z.record(
  z.string(),
  z.object({ count: z.int().nonnegative(), orders: z.array(z.string()).max(EXAMPLES_MAX) }),
);
export type Tally = z.infer<typeof Tally>;

/** One more of them. */
export function counted(tally: Tally, words: string, subject: string): Tally {
  const { count, orders } = tally[words] ?? { count: 0, orders: [] };
  const number = subject.replace(/^order\//, '');
  return { ...tally, [words]: { count: count + 1, orders: [...orders, number].slice(0, EXAMPLES_MAX) } };
}

export const total = (tally: Tally): number => Object.values(tally).reduce((sum, { count }) => sum + count, 0);

/** One line each, the most first: `118  nothing was missing: 1042, 1043 …` */
export function lines(tally: Tally): string[] {
  const rows = Object.entries(tally).sort(([, a], [, b]) => b.count - a.count);
  return rows.map(([words, { count, orders }]) => {
    return `${String(count).padStart(7)}  ${words}: ${orders.join(', ')}${count > orders.length ? ' …' : ''}`;
  });
}
