import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';

/** Goods are back and looked at, at an ERP that is told of it. */
function inspected(
  dispositions: { restock?: number; damaged?: number } = { restock: 1, damaged: 1 },
  ask: Parameters<Road['shop']['ask']>[0] = {},
): Road {
  const road = new Road({ reportReceipts: true });
  road.shop.ask(ask);
  road.look();
  road.settle();
  road.office.inspect(dispositions);
  road.decide({ type: 'notice', role: 'wms' });
  return road;
}

const reports = (road: Road) => road.operations.filter((operation) => operation === 'report_return').length;

test('the ERP is told once what came back and what became of it, and the return closes after that', () => {
  const road = inspected();
  road.settle();
  expect(road.office.reported).toMatchObject([
    {
      rma: 'RMA-1',
      receipt: {
        id: 'RR-1',
        lines: [{ received: '2', dispositions: [{ disposition: 'restock' }, { disposition: 'damaged' }] }],
      },
    },
  ]);
  expect([reports(road), road.state.final]).toEqual([1, 'closed']);
});

test('of goods that are replaced the ERP is told too, before the return closes', () => {
  const road = inspected({ restock: 2 }, { exchange: true });
  road.settle();
  expect([reports(road), road.office.reported.length, road.state.final]).toEqual([1, 1, 'closed']);
});

test('an ERP that learns it elsewhere is not told', () => {
  const road = new Road();
  road.shop.ask();
  road.look();
  road.settle();
  road.office.inspect({ restock: 2 });
  road.decide({ type: 'notice', role: 'wms' });
  road.settle();
  expect([reports(road), road.state.final]).toEqual([0, 'closed']);
});

test('one whose authorisation shows that it knows is not told again, nor one that shows nothing though it was told', () => {
  const knows = inspected();
  for (const rma of knows.office.rmas) rma.status = 'received';
  knows.decide({ type: 'notice', role: 'erp' });
  knows.settle();
  expect(knows.state.final).toBe('closed');
  const silent = inspected();
  while (reports(silent) === 0) silent.reply();
  silent.reply();
  for (const rma of silent.office.rmas) rma.status = 'open';
  silent.settle();
  expect([reports(silent), silent.state.final]).toEqual([1, 'closed']);
});

test('an answer that was lost: looked up, and told again only where the authorisation is still open', () => {
  const road = inspected();
  while (!road.calls.some(({ operation }) => operation === 'report_return')) road.reply();
  while (road.calls[0]?.operation !== 'report_return') road.reply();
  road.reply('lost');
  for (let round = 0; round < 10 && road.state.final === null; round += 1) {
    road.settle();
    road.wait();
  }
  expect([road.office.reported.length, reports(road), road.state.final]).toEqual([1, 1, 'closed']);
});

test('a surprise waits for a person before the ERP is told; a new engine knows that it was told', () => {
  const road = inspected({ restock: 3 });
  road.settle();
  expect([road.causes, reports(road)]).toEqual([['conflict:received_more'], 0]);
  road.command('resolve', { cause: 'conflict:received_more', reason: 'A gift' });
  road.settle();
  expect([reports(road), road.state.final]).toEqual([1, 'closed']);
  for (const rma of road.office.rmas) rma.status = 'open';
  road.exchange();
  road.loseEngine();
  road.settle();
  expect([reports(road), road.state.reported]).toEqual([1, 'RMA-1 RR-1']);
});

test('what the ERP refuses is its exception, and a retry tells it anew', () => {
  const road = inspected();
  while (road.calls[0]?.operation !== 'report_return') road.reply();
  road.reply('refuses');
  road.settle();
  expect(road.causes).toContain('validation:erp:rma');
  road.command('retry', { cause: 'validation:erp:rma' });
  road.settle();
  expect([road.office.reported.length, road.state.final]).toEqual([1, 'closed']);
});
