import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { heard, tell } from '../engine/conformance/rig.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { eventually, gatewayRig, other } from './rehearsal/gateway-rig.ts';

const rig = gatewayRig();

test('promise 1: a lost file is loaded again from the shop, page by page, before anything else crosses', async () => {
  for (const nr of [1, 2, 3, 4, 5]) rig.shop.change(`order/${nr}`, { open: nr !== 4 });
  rig.openGateway();
  await rig.isServing();
  await rig.engine.submit([tell('order/2', { note: 'a', mirror: 'm' })]);
  await eventually(() => expect(rig.shop.applied).toEqual(['order/2:mirror']));
  await rig.gateway.stop();
  await rig.engine.stop();

  rig.openEngine('another.sqlite');
  const before = rig.shop.requests.length;
  rig.shop.change('order/9', { open: false });
  rig.openGateway();
  await rig.isServing();
  const [asked, second, ...pages] = rig.shop.requests.slice(before);
  expect([asked?.lease.epoch, second?.lease.epoch]).toEqual([0, 2]);
  expect([second, ...pages.slice(0, 1)].map((request) => request?.ask.open_after)).toEqual(['', 'order/2']);
  expect([second, ...pages.slice(0, 1)]).toMatchObject([
    { ack: { rows: [] }, effects: [], ask: { rows: 0 } },
    { ack: { rows: [] }, effects: [], ask: { rows: 0 } },
  ]);
  expect(pages[1]).toMatchObject({ ask: { open_after: null, rows: 200 } });
  expect(heard(rig.engine, 'order/2')).toEqual(['m', 'recovering:1']);
  expect(heard(rig.engine, 'order/3')).toEqual(['recovering:1']);
  expect([heard(rig.engine, 'order/4'), heard(rig.engine, 'order/9')]).toEqual([[], ['look:1']]);
  expect(rig.engine.line('DEMO')).toEqual({ epoch: 2, shopId: rig.shop.id, incarnation: 1, recovering: false });
});

test.each([1, 2])(
  'an old copy of the file is noticed, however much it decides in %i processes before the shop has answered',
  async (processes) => {
    rig.shop.change('order/1');
    rig.openGateway();
    await rig.isServing();
    await rig.gateway.stop();
    await rig.engine.stop();
    copyFileSync(join(rig.folder, 'engine.sqlite'), join(rig.folder, 'old.sqlite'));
    rig.openEngine();
    rig.openGateway();
    rig.shop.change('order/2');
    await rig.isServing();
    await rig.gateway.stop();
    await rig.engine.stop();

    for (let process = 1; ; process += 1) {
      rig.openEngine('old.sqlite');
      rig.shop.failures.push(new SystemFailure('connection', 'before_send', "the shop can't be reached"));
      rig.openGateway();
      await rig.engine.submit(['a', 'b', 'c'].map((note) => tell(`order/${2 + process}`, note)));
      if (process === processes) break;
      await rig.engine.drain();
      rig.engine.abandon();
      await rig.gateway.stop();
    }
    await rig.isServing();
    expect(rig.engine.line('DEMO')).toMatchObject({ epoch: 2 });

    // From now on the shop knows it as it is: a restart is a restart.
    await rig.gateway.stop();
    await rig.engine.stop();
    rig.openEngine('old.sqlite');
    rig.openGateway();
    await rig.isServing();
    expect(rig.engine.line('DEMO')).toMatchObject({ epoch: 2 });
  },
);

test('while it loads no call may leave, also after the process ended on the way, and it begins at the first page', async () => {
  for (const nr of [1, 2, 3, 4, 5]) rig.shop.change(`order/${nr}`);
  await other(rig.shop);
  rig.shop.answersLeft = 3;
  rig.openGateway();
  await eventually(() => expect(rig.gateway.problem).toBe('gone'));
  expect(rig.gateway.whyCallsWait).toBe("the shop's orders are being loaded again");
  expect(rig.engine.line('DEMO').recovering).toBe(true);
  expect(heard(rig.engine, 'order/5')).toEqual([]);

  rig.engine.abandon();
  await rig.gateway.stop();
  rig.openEngine();
  rig.shop.answersLeft = Number.POSITIVE_INFINITY;
  const before = rig.shop.requests.length;
  rig.openGateway();
  await rig.isServing();
  expect(rig.shop.requests.slice(before, before + 2).map(({ ask }) => ask.open_after)).toEqual([null, '']);
  expect([heard(rig.engine, 'order/1'), heard(rig.engine, 'order/5')]).toEqual([
    ['recovering:1', 'look:1'],
    ['recovering:1', 'look:1'],
  ]);
  expect([rig.gateway.whyCallsWait, rig.engine.line('DEMO').recovering]).toEqual([null, false]);
});

test('a new epoch forgets what the file holds; calls that are out come back first, and change nothing', async () => {
  rig.shop.change('order/1');
  rig.openGateway();
  await rig.isServing();
  rig.outside.hold = true;
  await rig.engine.submit([tell('order/1', { note: 'a', calls: ['out'], mirror: 'm' })]);
  await eventually(() => expect([rig.outside.held.size, rig.shop.applied.length]).toEqual([1, 1]));
  await other(rig.shop);
  rig.gateway.ring();
  await eventually(() => expect(rig.gateway.state).toBe('recovering'));
  expect(heard(rig.engine, 'order/1')).toContain('a');
  expect(rig.engine.line('DEMO')).toMatchObject({ epoch: 0, recovering: true });
  rig.outside.held.get('out')?.({ kind: 'ok', reply: null });
  rig.gateway.ring();
  await rig.isServing();
  expect(heard(rig.engine, 'order/1')).toEqual(['m', 'recovering:1']);
  expect(rig.engine.line('DEMO').epoch).toBe(3);
});

test.each(['in one process', 'across a restart'])(
  'the right database is put back for the wrong one that was served: all is loaded again, though the epoch is the same (%s)',
  async (when) => {
    rig.shop.change('order/1');
    await other(rig.shop);
    const wrong = rig.shop.backup();
    rig.shop.change('order/1');
    const right = { ...rig.shop.backup(), rows: [], ackNumber: 5 };
    rig.shop.restore(wrong);
    rig.openGateway();
    await rig.isServing();
    expect(heard(rig.engine, 'order/1')).toEqual(['recovering:1', 'look:1']);

    if (when === 'across a restart') await rig.gateway.stop();
    rig.shop.restore(right);
    rig.shop.leaseRuns = false;
    if (when === 'across a restart') rig.openGateway();
    rig.gateway.ring();
    await eventually(() => expect(heard(rig.engine, 'order/1')).toEqual(['recovering:2']));
    await rig.isServing();
    expect(rig.engine.line('DEMO')).toMatchObject({ epoch: 2, recovering: false });
  },
);

test('another worker holds the shop: nothing is forgotten, and no call leaves', async () => {
  rig.shop.change('order/1');
  rig.openGateway();
  await rig.isServing();
  await rig.engine.submit([tell('order/1', 'a')]);
  await other(rig.shop);
  rig.shop.leaseRuns = true;
  rig.gateway.ring();
  await eventually(() => expect(rig.gateway.state).toBe('taken'));
  expect(rig.gateway.whyCallsWait).toBe('another worker works for the shop');
  expect(heard(rig.engine, 'order/1')).toEqual(['look:1', 'a']);
});

test('a restored shop: everything waits for a person, and nothing is acknowledged or told; put back, it goes on', async () => {
  rig.shop.change('order/1');
  rig.openGateway();
  await rig.isServing();
  const backup = rig.shop.backup();
  rig.shop.change('order/2');
  rig.gateway.ring();
  await rig.isServing();
  const now = rig.shop.backup();
  rig.shop.restore({ ...backup, ackNumber: 0 });
  await rig.engine.submit([tell('order/1', { note: 'a', mirror: 'm' })]);
  rig.gateway.ring();
  await eventually(() => expect(rig.gateway.state).toBe('rewound'));
  expect(rig.gateway.whyCallsWait).toBe('the shop was restored from a backup; a person decides in wp-admin');
  rig.gateway.ring();
  rig.gateway.ring();
  await eventually(() => expect(rig.shop.requests.filter(({ ack }) => ack.number === 2).length).toBeGreaterThan(2));
  expect(rig.logged.filter((message) => message === 'no exchange with the shop')).toHaveLength(1);
  expect(rig.shop.requests.at(-1)).toMatchObject({ ack: { rows: [] }, effects: [], lease: { epoch: 1 } });

  rig.shop.restore(now);
  rig.gateway.ring();
  await rig.isServing();
  await eventually(() => expect(rig.shop.applied).toEqual(['order/1:mirror']));
  expect(rig.engine.line('DEMO')).toMatchObject({ incarnation: 1, recovering: false });
  expect(heard(rig.engine, 'order/2')).toEqual(['look:1']);
});

test('a restored shop that goes on: all that is held is asked for, what it lost is said, what it was shown comes again', async () => {
  for (const nr of [1, 2, 3]) rig.shop.change(`order/${nr}`);
  rig.openGateway();
  await rig.isServing();
  const backup = rig.shop.backup();
  rig.shop.change('order/4');
  rig.shop.change('order/5', { open: false });
  rig.gateway.ring();
  await rig.isServing();
  await rig.engine.submit([tell('order/3', { note: 'a', mirror: 'm' }), tell('order/4', { note: 'b', close: true })]);
  await rig.engine.submit([tell('order/5', 'c')]);
  await eventually(() => expect(rig.shop.applied).toEqual(['order/3:mirror']));
  const remembered = rig.shop.ackNumber;
  rig.shop.restore({ ...backup, ackNumber: 0 });
  rig.gateway.ring();
  await eventually(() => expect(rig.gateway.state).toBe('rewound'));
  rig.shop.goOn(remembered);
  const before = rig.shop.requests.length;
  rig.gateway.ring();
  await eventually(() => expect(rig.gateway.state).toBe('serving'));
  await eventually(() => expect(rig.shop.applied).toEqual(['order/3:mirror', 'order/3:mirror']));
  const asks = rig.shop.requests.slice(before).map(({ ask }) => ask);
  expect(asks[1]?.looks).toEqual(['order/1', 'order/2', 'order/3', 'order/4', 'order/5']);
  expect(asks[2]?.looks).toEqual(['order/3', 'order/4', 'order/5']);
  const open = asks.findIndex(({ open_after }) => open_after === '');
  expect(asks[open - 1]?.looks).toEqual(['order/5']);
  expect(heard(rig.engine, 'order/1')).toEqual(['look:1', 'recovering:1']);
  await eventually(() =>
    expect(heard(rig.engine, 'order/3')).toEqual([
      'look:1',
      'a',
      'answered:mirror:applied',
      'recovering:1',
      'answered:mirror:applied',
    ]),
  );
  expect(heard(rig.engine, 'order/4')).toEqual(['look:1', 'b', 'lost']);
  expect(heard(rig.engine, 'order/5')).toEqual(['look:1', 'c', 'lost']);
  expect(rig.engine.line('DEMO')).toMatchObject({ incarnation: 2, recovering: false });
  expect(rig.credentials.read('DEMO')).toMatchObject({ shop: { incarnation: 2 }, ackNumber: rig.shop.ackNumber });
});
