import { Effect } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { AWAITS_POSITIONS, COUNTS_OTHERS, TAKES_UNITS } from './labels.ts';
import { at, Desk, followed, position } from './rehearsal/desk.ts';
import { unallocatedUnits } from './worth.ts';

it('tells what is available, once, with the memory and the age of the oldest position', () => {
  const desk = new Desk();
  const [effect, ...more] = desk.positions([position('10', 5), position('4', 2, { node: 'EAST' })]);
  expect(more).toEqual([]);
  expect(effect).toMatchObject({ kind: 'stock', key: 'stock#1', body: { base: '14', counted: '0', as_of: at(2) } });
  expect(Effect.safeParse({ ...effect, id: 'x', subject: 'stock/TEA', epoch: 1, n: 1 }).error).toBeUndefined();
  expect(desk.answer()).toEqual([]);
  expect(desk.positions([position('10', 9), position('4', 9, { node: 'EAST' })])).toEqual([]);
});

it('does nothing for a shop without availability, or before a place of the shop is spoken of', () => {
  expect(new Desk(null).positions([position('10')])).toEqual([]);
  const desk = new Desk();
  expect(desk.positions([position('10', 0, { node: 'MARS' })])).toEqual([]);
  expect(desk.need(1, '2')).toEqual([]);
  expect(desk.positions([])).toMatchObject([{ body: { base: '0', counted: '2' } }]);
});

it('an order that is told of moves nothing: its units leave what is available and are counted', () => {
  const desk = followed();
  desk.need(1, '2');
  expect(desk.told()).toEqual(['8', '2']);
  desk.answer();
  desk.need(1, '0', { rev: 2 });
  expect(desk.told()).toEqual(['10', '0']);
});

it('units leave the subtraction only when the positions are as of after the allocation', () => {
  const desk = followed();
  desk.need(1, '2', { allocatedAt: at(10) });
  desk.answer();
  expect(desk.told()).toEqual(['8', '2']);
  expect(desk.last?.labels).toEqual([AWAITS_POSITIONS, TAKES_UNITS]);
  expect(desk.positions([position('10', 10, { allocated: '2' })])).toMatchObject([{ body: { base: '6' } }]);
  desk.answer();
  expect(desk.positions([position('10', 11, { allocated: '2' })])).toMatchObject([
    { body: { base: '8', counted: '2' } },
  ]);
  expect(desk.last?.labels).toEqual([]);
});

it('an old copy of the ledger tells of a place that the newest reading left out: it offers nothing', () => {
  const desk = new Desk({ nodes: { MAIN: { role: 'erp' }, EAST: { role: 'wms' } } });
  const read = (seconds: number) => ({ sources: { wms: { upTo: at(seconds), stale: false } } });
  desk.positions([position('10', 5)], read(20));
  desk.answer();
  expect(desk.told()).toEqual(['10', '0']);
  desk.positions([position('10', 5), position('4', 2, { node: 'EAST' })], read(10));
  expect(desk.told()).toEqual(['10', '0']);
  expect(desk.positions([position('10', 5), position('4', 2, { node: 'EAST' })], read(30))).toMatchObject([
    { body: { base: '14' } },
  ]);
});

it('a source that was read later counts for places that did not change', () => {
  const desk = new Desk();
  const places = [position('10', 11, { allocated: '2' }), position('5', 0, { node: 'EAST' })];
  desk.positions(places);
  desk.answer();
  desk.need(1, '2', { allocatedAt: at(10) });
  desk.answer();
  expect(desk.told()).toEqual(['11', '2']);
  desk.positions(places, { sources: { erp: { upTo: at(11), stale: false } } });
  expect(desk.told()).toEqual(['13', '2']);
});

it.each([
  ['the warehouse’s books: until it has the release', { MAIN: { role: 'wms' } }, {}, 'releasedAt'],
  [
    'a system that does not tell what is promised: until they left',
    { MAIN: { role: 'erp' } },
    { allocated: null },
    'shippedAt',
  ],
  ['a partner’s goods: until they left', { MAIN: { role: 'erp', dropShip: true } }, {}, 'shippedAt'],
])('units stay subtracted in %s', (_, nodes, more, instant) => {
  const desk = new Desk({ nodes });
  desk.positions([position('10', 30, more)]);
  desk.answer();
  desk.need(1, '2', { allocatedAt: at(1) });
  desk.answer();
  expect(desk.told()).toEqual(['8', '2']);
  desk.need(1, '2', { allocatedAt: at(1), [instant]: at(2) });
  expect(desk.told()).toEqual(['10', '2']);
});

it.each([
  ['the ERP’s place, which shows it before the warehouse was read again', 'MAIN', '16'],
  ['the warehouse’s place, which shows it last', 'HALL', '18'],
])(
  'where goods lie at places of both, an order’s units are off sale twice at most, never not at all: %s',
  (_, place, before) => {
    const desk = new Desk({ nodes: { MAIN: { role: 'erp' }, HALL: { role: 'wms' } } });
    const available = (erpUpTo: number, wmsUpTo: number, promised: readonly string[] = []) => {
      const lies = ['MAIN', 'HALL'].map((node) =>
        position('10', node === 'MAIN' ? erpUpTo : wmsUpTo, { node, allocated: promised.includes(node) ? '2' : '0' }),
      );
      desk.positions(lies, { sources: { erp: { upTo: at(erpUpTo) }, wms: { upTo: at(wmsUpTo) } } });
      desk.answer();
      return desk.told()?.[0];
    };
    const allocated = { allocatedAt: at(10) };
    available(1, 1);
    desk.need(1, '2');
    desk.answer();
    desk.need(1, '2', allocated);
    expect(available(11, 2, place === 'MAIN' ? ['MAIN'] : [])).toBe(before);
    desk.need(1, '2', { ...allocated, releasedAt: at(20) });
    expect(available(21, 20, [place])).toBe('16');
    expect(desk.last?.labels).toContain(AWAITS_POSITIONS);
    expect(available(21, 21, [place])).toBe('18');
    expect(desk.last?.labels).toEqual([]);
  },
);

it('late and doubled positions change nothing; a place that is gone stays gone until it is told of later', () => {
  const desk = new Desk();
  const both = (seconds: number, more = {}) =>
    desk.positions([position('10', seconds), position('5', seconds, { node: 'EAST' })], more);
  both(5);
  desk.answer();
  expect(desk.positions([position('90', 4), position('5', 5, { node: 'EAST' })])).toEqual([]);
  desk.positions([position('10', 5)], { sources: { erp: { upTo: at(9), stale: false } } });
  expect(desk.told()).toEqual(['10', '0']);
  desk.answer();
  expect(both(5)).toEqual([]);
  both(5, { sources: { erp: { upTo: at(12), stale: false } } });
  expect(desk.told()).toEqual(['15', '0']);
});

it('other shops’ units and stale sources count', () => {
  const desk = followed({ nodes: { MAIN: { role: 'erp' } }, riskUnits: '8' });
  desk.positions([position('10', 1)], { others: '1' });
  expect(desk.told()).toEqual(['9', '0']);
  expect(desk.last?.labels).toEqual([COUNTS_OTHERS]);
  desk.answer();
  desk.positions([position('10', 1)], { others: '3', sources: { erp: { upTo: null, stale: true } } });
  expect(desk.told()).toEqual(['0', '0']);
});

it('what a shop took and no position holds back can be read for other shops', () => {
  const desk = followed();
  desk.need(1, '2');
  desk.need(2, '3', { allocatedAt: at(-5) });
  expect(desk.settings && unallocatedUnits(desk.state(), desk.settings)).toBe('2');
});

it('a fall does not wait for an answer, a rise does, and nothing does before the first', () => {
  const desk = new Desk();
  desk.positions([position('10', 1)]);
  expect(desk.positions([position('4', 2)])).toEqual([]);
  desk.answer();
  expect(desk.told()).toEqual(['4', '0']);
  expect(desk.positions([position('9', 3)])).toEqual([]);
  expect(desk.positions([position('1', 4)])).toMatchObject([{ body: { version: 3, base: '1' } }]);
});

it('a shop that answers nothing has at most four tellings waiting, and hears the last word once it answers', () => {
  const desk = followed();
  for (let second = 1; second <= 7; second += 1) desk.positions([position(String(10 - second), second)]);
  expect(desk.state().out.map(({ base }) => base)).toEqual(['9', '8', '7', '6']);
  desk.answer();
  expect(desk.told()).toEqual(['3', '0']);
});

it('what nobody could mean changes nothing', () => {
  const desk = followed();
  const before = desk.state();
  expect(desk.decide({ type: 'told', from: 'order/1', body: { about: 'stock_need', reduced: 'many' } })).toEqual([]);
  expect(desk.decide({ type: 'answered', key: 'stock#77', kind: 'stock', answer: {} as never })).toEqual([]);
  expect(desk.state()).toEqual(before);
});
