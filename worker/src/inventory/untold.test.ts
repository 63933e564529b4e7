import { expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { Desk, position } from '../flows/availability/rehearsal/desk.ts';
import type { StockState } from '../flows/availability/state.ts';
import { UntoldStock } from './untold.ts';

/** The SKU TEA, which the shop refused as none of its own. */
function refused() {
  const desk = new Desk();
  desk.positions([position('10')]);
  desk.answer('already', null);
  const submitted: EngineEvent[] = [];
  const takes = { events: true };
  const engine = {
    labelled: (_: string, label: string) => (desk.last?.labels.includes(label) ? ['stock/TEA'] : []),
    peek: ({ subject }: { subject: string }) => {
      const state = desk.states.get(subject) as StockState | undefined;
      return state === undefined ? null : { flow: 'availability', version: 1, state };
    },
    submit: async (events: readonly EngineEvent[]) => {
      if (!takes.events) throw new Error('the engine takes nothing');
      submitted.push(...events);
    },
  };
  const untold = new UntoldStock('DEMO', { engine, now: () => desk.now });
  const listed = async (...skus: string[]) => {
    submitted.length = 0;
    await untold.take(skus);
    return submitted.flatMap(({ event }) => desk.decide(event)).flatMap(({ kind }) => (kind === 'stock' ? [kind] : []));
  };
  return { desk, untold, listed, takes };
}

test('a product that was made after its SKU was told has its stock as soon as the shop lists it', async () => {
  const { desk, listed } = refused();
  expect(desk.wait(30_000)).toEqual([]);
  expect(await listed('MUG')).toEqual([]);
  expect(await listed('TEA', 'MUG')).toEqual(['stock']);
  desk.answer();
  expect(desk.state().refusal).toBeNull();
});

test('a SKU that the shop goes on to refuse is told once, not with every list', async () => {
  const { desk, listed } = refused();
  expect(await listed('TEA')).toEqual(['stock']);
  desk.answer('already', null);
  expect(await listed('TEA')).toEqual([]);
  expect(await listed()).toEqual([]);
  expect(await listed('TEA')).toEqual(['stock']);
});

test('what the engine did not take is new the next time, too', async () => {
  const { listed, takes } = refused();
  takes.events = false;
  await expect(listed('TEA')).rejects.toThrow('takes nothing');
  takes.events = true;
  expect(await listed('TEA')).toEqual(['stock']);
});

test('a shop is asked every half minute, while it refuses a SKU', () => {
  const { desk, untold } = refused();
  expect([untold.isDue(), untold.isDue()]).toEqual([true, false]);
  desk.wait(30_000);
  expect(untold.isDue()).toBe(true);
  desk.wait(600_000);
  desk.answer();
  expect(untold.isDue()).toBe(false);
});
