import { type Comparison, compare } from '../pairing.ts';
import { constant, rounded } from '../statistics.ts';
import { signed, table } from '../table.ts';
import type { Found } from './found.ts';
import type { Measured } from './measured-request.ts';

const WHERE = { mariadb: 'MariaDB', sqlite: 'SQLite' } as const;

type Figure = (of: Measured) => number;

const FIGURES = {
  queries: (of) => of.queries,
  end_queries: (of) => of.end_queries,
  waited_ms: (of) => of.waited_ms,
  server_ms: (of) => of.ms,
  end_ms: (of) => of.end_ms,
  save_ms: (of) => of.save?.ms ?? 0,
  save_queries: (of) => of.save?.queries ?? 0,
  hooks: (of) => of.hooks,
  files: (of) => of.files,
  memory_kb: (of) => of.memory / 1000,
} satisfies Record<string, Figure>;

/** Every figure of one row, for the line of JSON. */
export function figuresOf({ name, database, pairs }: Found): object {
  const figures = Object.entries(FIGURES).map(([figure, of]) => [figure, short(compare(pairs, of))] as const);
  return { name, database, ...Object.fromEntries(figures), statements: statementsOf(pairs.map(({ on }) => on)) };
}

function short({ off, on, difference, quartiles, pairs }: Comparison) {
  return {
    off: rounded(off),
    on: rounded(on),
    difference: rounded(difference),
    quartiles: quartiles.map((q) => rounded(q)),
    pairs,
  };
}

/** Saves and checkouts: what the customer waits for, and what is done after the answer. */
export function concernedTable(found: readonly Found[]): string {
  const rows = found.map(({ name, database, pairs }) => {
    const queries = compare(pairs, FIGURES.queries);
    const waited = compare(pairs, FIGURES.waited_ms);
    const end = compare(pairs, FIGURES.end_ms);
    return [
      `${name}, ${WHERE[database]}`,
      `${queries.off} → ${queries.on}`,
      signed(queries.difference, 0),
      `${waited.off.toFixed(1)} → ${waited.on.toFixed(1)}`,
      within(waited),
      compare(pairs, FIGURES.end_queries).on,
      `${end.off.toFixed(1)} → ${end.on.toFixed(1)}`,
    ];
  });
  const head = [
    'plugin off → on',
    'queries before the answer',
    'more',
    'customer waits, ms',
    'more, ms',
    'queries after it',
    'after it, ms',
  ];
  const saves = found.filter(({ pairs }) => pairs[0]?.on.save);
  return [table([head, ...rows]), '', saveTable(saves)].join('\n');
}

/** Of requests that save: the save() alone, without WordPress around it. */
function saveTable(found: readonly Found[]): string {
  const rows = found.map(({ name, database, pairs }) => {
    const queries = compare(pairs, FIGURES.save_queries);
    const ms = compare(pairs, FIGURES.save_ms);
    return [
      `${name}, ${WHERE[database]}`,
      `${queries.off} → ${queries.on}`,
      `${ms.off.toFixed(2)} → ${ms.on.toFixed(2)}`,
      within(ms, 2),
    ];
  });
  return table([['save() alone, off → on', 'queries', 'ms', 'more, ms'], ...rows]);
}

/** Causeway's own statements, by name; the same in every run, or each kind that was seen. */
export function statementsTable(found: readonly Found[]): string {
  const rows = found.flatMap(({ name, database, pairs }) =>
    statementsOf(pairs.map(({ on }) => on)).map(({ on_hook, at_end, runs }) => [
      `${name}, ${WHERE[database]}`,
      on_hook.join(', '),
      at_end.join(', '),
      runs,
    ]),
  );
  return table([['statements of Causeway', 'on the hook', 'after the answer', 'runs'], ...rows]);
}

function statementsOf(runs: readonly Measured[]) {
  const kinds = new Map<string, { on_hook: string[]; at_end: string[]; runs: number }>();
  for (const { statements } of runs) {
    const of = (when: string) => statements.filter((statement) => statement.when === when).map(({ what }) => what);
    const kind = { on_hook: of('hook'), at_end: of('end'), runs: 1 };
    const key = JSON.stringify([kind.on_hook, kind.at_end]);
    const known = kinds.get(key);
    if (known) known.runs += 1;
    else kinds.set(key, kind);
  }
  return [...kinds.values()].sort((a, b) => b.runs - a.runs);
}

/** Requests that have nothing to do with Causeway. */
export function thinnessTable(found: readonly Found[]): string {
  const rows = found.map(({ name, database, pairs }) => {
    const exactly = (figure: Figure) => {
      const { off, on, difference } = compare(pairs, figure);
      const same = constant(pairs.map((pair) => figure(pair.on) - figure(pair.off))) !== null;
      return `${off} → ${on} (${same ? '' : 'median '}${signed(difference, 0)})`;
    };
    return [
      `${name}, ${WHERE[database]}`,
      exactly(FIGURES.queries),
      exactly(FIGURES.hooks),
      exactly(FIGURES.files),
      `${signed(compare(pairs, FIGURES.memory_kb).difference, 1)}`,
      within(compare(pairs, FIGURES.server_ms), 2),
    ];
  });
  return table([
    ['request of no concern, off → on', 'queries', 'hooks', 'files', 'memory, KB more', 'server, ms more'],
    ...rows,
  ]);
}

function within({ difference, quartiles: [low, high] }: Comparison, digits = 1): string {
  return `${signed(difference, digits)} (${signed(low, digits)} … ${signed(high, digits)})`;
}
