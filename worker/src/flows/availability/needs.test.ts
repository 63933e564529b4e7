import { expect, it } from 'vitest';
import { fromScaled } from '../../policy/rounding/money.ts';
import { countedOf, type Memory, type Need, NO_MEMORY, unallocatedOf, withNeed, withRoom } from './needs.ts';

/** Of so many orders two keep their names. */
const NAMED = 2;
const readUpTo = (allocated: number) => ({ allocated, released: null, shipped: null });
const early = readUpTo(10);
const late = readUpTo(1000);

function needOf(units: string, allocated: number | null, more: Partial<Need> = {}): Need {
  const nothing = { incarnation: 1, rev: 1, released: null, shipped: null, finalAt: null, settled: '0' };
  return { ...nothing, units, allocated, ...more };
}

/** Six orders of one unit each: the shop has lowered its stock by six. */
function six(allocated: number | null, frontier = early): Memory {
  const first = { reduced: '0', held: false };
  return [1, 2, 3, 4, 5, 6].reduce(
    (memory, nr) => withRoom(withNeed(memory, `order/${nr}`, needOf('1', allocated), first), frontier, NAMED),
    NO_MEMORY,
  );
}

const counted = (memory: Memory) => fromScaled(countedOf(memory));
const subtracted = (memory: Memory, frontier = late) => fromScaled(unallocatedOf(memory, frontier));

it('an order without a name that is cancelled gives back what it had counted, and no unit is offered twice', () => {
  const memory = six(5);
  expect([counted(memory), memory.unnamedIn, subtracted(memory, early)]).toEqual(['6', '4', '0']);
  const cancelled = needOf('0', null, { rev: 2, finalAt: 20 });
  expect(counted(withNeed(memory, 'order/1', cancelled, { reduced: '1', held: true }))).toBe('5');
});

it('an order without a name that is edited counts its new units only', () => {
  expect(counted(withNeed(six(null), 'order/1', needOf('3', null, { rev: 2 }), { reduced: '1', held: false }))).toBe(
    '8',
  );
});

it('an order that takes its units after later ones takes nobody else’s for its own', () => {
  const memory = withNeed(six(null), 'order/3000', needOf('1', null), { reduced: '0', held: false });
  const paidLate = withNeed(memory, 'order/2000', needOf('2', null), { reduced: '0', held: false });
  expect([counted(paidLate), subtracted(paidLate)]).toEqual(['9', '9']);
});

it('once all are allocated and the positions later, none of any number of orders stays subtracted', () => {
  let memory = six(null);
  for (let nr = 1; nr <= 6; nr += 1) {
    memory = withNeed(memory, `order/${nr}`, needOf('1', 100 + nr, { rev: 2 }), { reduced: '1', held: false });
    memory = withRoom(memory, readUpTo(100 + nr), NAMED);
  }
  expect([counted(memory), subtracted(memory)]).toEqual(['6', '0']);
});

it('who waits for a later word of the positions keeps its name before who is not yet allocated', () => {
  const three = [needOf('1', 50), needOf('1', null), needOf('1', null)];
  const memory = three.reduce((all, need, nr) => withNeed(all, `order/${nr + 1}`, need), NO_MEMORY);
  expect(Object.keys(withRoom(memory, early, NAMED).orders)).toEqual(['order/1', 'order/3']);
});
