import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';

test.each(['reply_lost', 'acts_late', 'crashed'] as const)(
  'promise 2: after %s it waits until the ERP has settled, looks, and only then creates again',
  (mood) => {
    const road = new Road();
    road.look();
    const asked = road.now;
    road.reply(mood);
    expect(road.calls).toEqual([]);
    road.wait();
    expect(road.now).toBeGreaterThanOrEqual(asked + road.settings.settleMs);
    expect(road.operations).toEqual(['create_order', 'find_orders']);
    road.settleDown();
    expect(road.office.orders.length).toBe(1);
    expect(road.view.erp_number).toBe('SO-1');
    expect(road.operations.filter((operation) => operation === 'create_order').length).toBe(mood === 'crashed' ? 2 : 1);
  },
);

test('promise 2: neither a change of mind nor a notice nor Retry shortens the time to settle', () => {
  const road = new Road();
  road.look();
  road.reply('acts_late');
  road.notice('erp');
  road.command('retry');
  road.change({ status: 'cancelled' });
  expect(road.calls).toEqual([]);
  road.wait();
  road.settleDown();
  expect(road.office.orders.map(({ status }) => status)).toEqual(['cancelled']);
  expect(road.view.state).toBe('cancelled');
});

test('promise 2: what the ERP commits of a cancelled order long after it should have is cancelled when the ERP tells of it', () => {
  const road = new Road();
  road.look();
  const committing = road.calls[0];
  road.reply('crashed');
  road.change({ status: 'cancelled' });
  road.wait();
  road.settleDown();
  expect(road.view.state).toBe('cancelled');
  if (committing !== undefined) road.office.answer(committing);
  road.notice('erp');
  road.settleDown();
  expect(road.office.orders.map(({ status }) => status)).toEqual(['cancelled']);
  expect(road.view.state).toBe('cancelled');
});

test('promise 2: nothing was sent, so nothing needs a look-up', () => {
  const road = new Road();
  road.look();
  road.reply('unreachable');
  road.wait();
  expect(road.operations).toEqual(['create_order', 'create_order']);
  expect(road.sent.map(({ key }) => key)).toEqual(['create_order#1', 'create_order#2']);
});

test('promise 2: "already exists" is success only after it was read back', () => {
  const road = new Road();
  road.look();
  road.reply('reply_lost');
  road.wait();
  // The look-up is lost too, and then the ERP itself says that it has it.
  road.reply('unreachable');
  road.wait();
  road.reply('honest');
  expect(road.view.erp_number).toBe('SO-1');

  const lied = new Road({}, { attemptsMax: 2 });
  lied.look();
  lied.reply('claims_duplicate');
  lied.settleDown(1);
  expect(lied.causes).toEqual(['duplicate:erp']);
  expect(lied.office.orders).toEqual([]);
  expect(lied.operations.filter((operation) => operation === 'create_order').length).toBe(1);
  lied.command('retry');
  lied.settleDown();
  expect(lied.view.erp_number).toBe('SO-1');
});

test('promise 2: of two live documents the later is cancelled; where that is refused, a person sees it', () => {
  for (const refused of [false, true]) {
    const road = new Road();
    road.look();
    const [call] = road.calls;
    if (call === undefined) throw new Error('the order was sent');
    road.office.answer(call);
    road.reply();
    const second = road.office.orders[1];
    if (refused && second !== undefined) second.status = 'shipped';
    road.settleDown();
    expect(road.office.liveOrders().map(({ id }) => id)).toEqual(refused ? ['SO-1', 'SO-2'] : ['SO-1']);
    expect(road.causes).toEqual(refused ? ['duplicate:erp'] : []);
    expect(road.view.erp_number).toBe(refused ? null : 'SO-1');
    expect(road.operations).not.toContain('create_release');
  }
});

test('promise 2: an ERP that created and then shows nothing is asked again, never written to again', () => {
  const road = new Road({}, { attemptsMax: 3 });
  road.look();
  road.reply();
  road.office.orders.length = 0;
  for (let round = 0; round < 5; round += 1) {
    road.settleDown();
    road.wait();
  }
  expect(road.causes).toEqual(['unknown_outcome:erp']);
  expect(road.operations.filter((operation) => operation === 'create_order').length).toBe(1);
});

test('promise 2: an order that waited longer than a lease is looked up before the first create', () => {
  const road = new Road();
  road.now += 180_000;
  road.look();
  expect(road.operations).toEqual(['find_orders']);
  road.settleDown();
  expect(road.office.orders.length).toBe(1);
});

test('promise 2: a new engine looks in the ERP and in the warehouse before anything is created', () => {
  const road = new Road().begin();
  road.office.allocate();
  road.notice('erp');
  road.reply();
  expect(road.sent.at(-1)?.operation).toBe('create_release');
  road.exchange();
  const sentBefore = road.sent.length;
  road.loseEngine();
  // What the old engine sent is given the time to arrive.
  road.wait();
  road.settleDown();
  expect(road.operations.slice(sentBefore)).toEqual(['find_releases', 'find_orders']);
  expect(road.view).toMatchObject({ state: 'released', erp_number: 'SO-1' });
  expect(road.view.timeline[0]?.text).toContain('Placed in the shop');
});

test('promise 2: notices that come while a call is out are not lost, and not believed', () => {
  const road = new Road();
  road.look();
  road.reply();
  const [find] = road.calls;
  if (find === undefined) throw new Error('it reads back');
  const old = road.office.answer(find);
  road.office.allocate();
  road.notice('erp');
  road.calls.shift();
  road.decide({ type: 'called', key: find.key, role: 'erp', operation: 'find_orders', outcome: old });
  expect(road.operations).toEqual(['create_order', 'find_orders', 'find_orders']);
  road.settleDown();
  expect(road.view.state).toBe('released');
});

test('an outcome that nobody waits for changes nothing', () => {
  const road = new Road().begin();
  const before = road.state;
  const outcome = {
    kind: 'failed',
    category: 'timeout',
    phase: 'after_send',
    message: 'late',
    retryAfterMs: null,
  } as const;
  const decision = road.decide({
    type: 'called',
    key: 'create_order#1',
    role: 'erp',
    operation: 'create_order',
    outcome,
  });
  expect(decision).toMatchObject({ calls: [], effects: [], timers: [] });
  expect(road.state).toEqual(before);
});

test.each(['erp', 'wms'] as const)(
  'promise 2: what the %s commits long after it should have is cancelled also when the order is completed, and delivered',
  (role) => {
    const road = new Road();
    const late = () => {
      const [committing] = road.calls;
      road.reply('crashed');
      road.wait();
      road.settleDown();
      return committing;
    };
    road.look();
    const order = late();
    road.office.allocate();
    road.notice('erp');
    road.reply();
    const release = late();
    road.work(4);
    expect(road.view.state).toBe('completed');
    const call = role === 'erp' ? order : release;
    if (call === undefined) throw new Error('nothing was sent');
    road.office.answer(call);
    road.notice(role);
    road.settleDown();
    expect([road.office.liveOrders().length, road.office.liveReleases().length]).toEqual([1, 1]);
    expect(road.view).toMatchObject({ state: 'completed', open: false, exceptions: [] });
  },
);

test.each(['retry', 'replay'] as const)(
  'promise 2: a second release that has left is somebody’s business also after %s, and when the order completes',
  (command) => {
    const road = new Road().begin().allocate();
    const [release] = road.office.releases;
    if (release === undefined) throw new Error('nothing was released');
    for (let move = 0; move < 3; move += 1) road.office.work();
    road.office.releases.push({ ...release, id: 'WR-2', status: 'picked', shipments: [] });
    road.notice('wms');
    road.settleDown();
    expect(road.causes).toEqual(['duplicate:wms']);
    road.command(command, { seen: null });
    for (let round = 0; round < 4; round += 1) {
      road.settleDown();
      road.wait();
    }
    expect(road.office.liveReleases().length).toBe(2);
    expect(road.causes).toEqual(['duplicate:wms']);
  },
);

test('a cancelled order whose look-up failed is open until it was tried again', () => {
  const road = new Road().begin();
  road.change({ status: 'cancelled' }).settleDown();
  expect([road.view.state, road.last?.open]).toEqual(['cancelled', false]);
  road.notice('erp');
  road.reply('unreachable');
  road.exchange();
  expect([road.calls, road.last?.open]).toEqual([[], true]);
  road.wait();
  road.settleDown();
  expect([road.operations.at(-1), road.last?.open]).toEqual(['find_orders', false]);
});
