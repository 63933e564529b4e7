import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spoilt } from '../mutants/plant.ts';
import { SCENARIOS, scenariosNamed, VARIANTS } from './catalogue.ts';
import type { Ends } from './ends.ts';
import { tallyOf } from './run.ts';
import { findingsOf, type Scenario } from './scenario.ts';

interface Recorded {
  readonly now: Ends;
  readonly seen: Readonly<Record<string, Ends>>;
}

/** What the stores held at the end of a real run; null: of a hundred orders nothing is kept. */
function recorded(name: string): Recorded | null {
  const file = join(import.meta.dirname, 'recorded', `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : null;
}

const judged = (scenario: Scenario, { now, seen }: Recorded) => findingsOf(scenario, now, seen);
const every = [...SCENARIOS, ...VARIANTS];
const known = every.filter(({ name }) => recorded(name) !== null);

const switchedOff = every.filter(({ name }) => recorded(`${name}.off`) !== null);

test('most scenarios were recorded, with and without what they are about', () => {
  expect(known.length).toBeGreaterThanOrEqual(10);
  expect(switchedOff.length).toBeGreaterThanOrEqual(10);
});

test.each(switchedOff)('$name fails with the stores of a run without: $off.what', (scenario) => {
  expect(judged(scenario, recorded(`${scenario.name}.off`) as Recorded)).not.toEqual([]);
});

describe.each(known)('$name', (scenario) => {
  const whole = recorded(scenario.name) as Recorded;

  test('passes with the stores of a real run', () => {
    expect(judged(scenario, whole)).toEqual([]);
  });

  const spoil: Readonly<Record<string, (ends: Ends) => Ends>> = {
    'another exception': (ends) => ({ ...ends, exceptions: [...ends.exceptions, STRANGE] }),
    'one unit less in the shop': (ends) => ({
      ...ends,
      stock: Object.fromEntries(Object.entries(ends.stock).map(([good, units]) => [good, Number(units) - 1])),
      orders: ends.orders.map((order) => ({
        ...order,
        shop: { ...order.shop, fulfilments: [], status: 'wc-on-hold' },
      })),
    }),
    'ERP orders doubled, releases gone': (ends) => ({
      ...ends,
      channelSales: [...ends.channelSales, ...ends.channelSales],
      stock: ends.orders.length === 0 ? {} : ends.stock,
      orders: ends.orders.map((order) => ({ ...order, erp: [...order.erp, ...order.erp], releases: [] })),
    }),
  };
  test.each(Object.keys(spoil))('fails with %s', (how) => {
    const { now, seen } = whole;
    expect(judged(scenario, { now: (spoil[how] as (ends: Ends) => Ends)(now), seen })).not.toEqual([]);
  });
});

const STRANGE = {
  cause: 'stock:strange',
  category: 'stock',
  title: 'Strange',
  subjects: [{ subject: 'order/1', detail: '' }],
};

test.each(every.filter(({ off }) => off.bug !== undefined))(
  'the bug that switches off $name is still in the code',
  (one) => {
    expect(one.off.bug && spoilt(one.off.bug)).toContain(one.off.bug?.replace);
  },
);

test('every scenario can be switched off', () => {
  expect(every.filter(({ off }) => off.bug === undefined && off.configure === undefined)).toEqual([]);
});

test('a wrong name is told the right ones', () => {
  expect(scenariosNamed('all')).toHaveLength(11);
  expect(scenariosNamed('variants')).toEqual(VARIANTS);
  expect(scenariosNamed('cancel-late')).toHaveLength(1);
  expect(() => scenariosNamed('cancel')).toThrow(/cancel-late, edit-after-acceptance/);
});

test('the last line says which failed', () => {
  const [first, second] = SCENARIOS as [Scenario, Scenario];
  const played = [
    { scenario: first, findings: [] },
    { scenario: second, findings: ['erp: gone'] },
  ];
  expect(tallyOf(played)).toEqual({ scenarios: 2, passed: 1, failed: [second.name] });
});
