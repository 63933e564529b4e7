import { createHash } from 'node:crypto';
import type { LookEvent } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import type { Asked } from '../flows/system/state.ts';
import { ShopUnanswered } from '../shop/asking.ts';
import { Seeker } from './seeker.ts';

const mark = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 4);
const RIGHT = `DEMO-7-${mark('wc_order_key')}`;

let asked: Record<string, Asked[]>;
let held: Set<string>;
let shopHas: Record<string, { snapshot: unknown; checkpoint?: unknown }>;
let recovering: boolean;
const submitted: EngineEvent[] = [];
const questions: string[][] = [];
const dropped: string[] = [];
let seeker: Seeker;

beforeEach(() => {
  asked = { 'system/erp': [], 'system/wms': [] };
  [held, shopHas, recovering] = [new Set(), {}, false];
  submitted.length = questions.length = dropped.length = 0;
  seeker = new Seeker({
    engine: {
      peek: ({ subject }) => ({ flow: 'system', version: 1, state: { asked: asked[subject] } }),
      labelled: (_shop, label) => (held.has(label) ? [`order/${label.split('-')[1]}`] : []),
      submit: async (events) => void submitted.push(...events),
      line: () => ({ epoch: 1, shopId: null, incarnation: 1, recovering }),
    },
    shops: new Map([
      [
        'DEMO',
        {
          systems: [
            { name: 'erp', role: 'erp' },
            { name: 'wms', role: 'wms' },
          ],
          ask: async (subjects) => {
            questions.push([...subjects]);
            return new Map(subjects.map((subject) => [subject, lookAt(subject)]));
          },
        },
      ],
    ]),
    bodies: { drop: (name) => void dropped.push(name), prune: () => undefined },
  });
});

function lookAt(subject: string): LookEvent | null {
  const found = shopHas[subject];
  if (found === undefined) return null;
  const checkpoint = found.checkpoint ?? null;
  return { subject, data: { snapshot: found.snapshot, memory: { checkpoint, epoch: 1, n: 1 } } } as LookEvent;
}

const waits = (system: 'erp' | 'wms', document: string, body: string | null = null) =>
  asked[`system/${system}`]?.push({ document, source: `${system}:msg`, body, since: 1 });
const seek = () => seeker.seek('DEMO');

test('nothing waits: nobody is asked', async () => {
  await seek();
  expect([questions, submitted]).toEqual([[], []]);
});

test('an order that the shop has gets the notice after its look, and the kept body goes', async () => {
  shopHas['order/7'] = { snapshot: { key: 'wc_order_key' } };
  waits('wms', RIGHT, 'kept.json');
  await seek();
  expect(questions).toEqual([['order/7']]);
  expect(submitted).toMatchObject([
    { id: `wms:msg@${RIGHT}`, subject: 'order/7', event: { type: 'notice', role: 'wms' } },
    { shop: 'DEMO', subject: 'system/wms', event: { type: 'sought', found: [RIGHT], unknown: [] } },
  ]);
  expect(dropped).toEqual(['kept.json']);
});

test('one that it does not have is unknown, and the body stays', async () => {
  waits('erp', 'DEMO-9-aaaa', 'kept.json');
  await seek();
  expect(submitted).toMatchObject([{ subject: 'system/erp', event: { found: [], unknown: ['DEMO-9-aaaa'] } }]);
  expect(dropped).toEqual([]);
});

test('another order under that number is not meant, unless its checkpoint knows the document', async () => {
  shopHas['order/7'] = { snapshot: { key: 'another key' } };
  waits('erp', RIGHT);
  await seek();
  expect(submitted).toMatchObject([{ event: { unknown: [RIGHT] } }]);

  submitted.length = 0;
  shopHas['order/7'] = {
    snapshot: { key: 'another key' },
    checkpoint: { flow: 'order', version: 1, body: { externalId: RIGHT } },
  };
  await seek();
  expect(submitted).toMatchObject([{ event: { type: 'notice' } }, { event: { found: [RIGHT] } }]);
});

const DELETED = { deleted: true, id: 7 };

test('an order without a snapshot (too large) is believed by its number, a deleted one by its checkpoint', async () => {
  for (const order of [{ snapshot: null }, { snapshot: DELETED, checkpoint: { body: { externalId: RIGHT } } }]) {
    shopHas['order/7'] = order;
    asked['system/erp'] = [{ document: RIGHT, source: 's', body: null, since: 1 }];
    await seek();
    expect(submitted.splice(0)).toMatchObject([{ event: { type: 'notice' } }, { event: { found: [RIGHT] } }]);
  }
});

test('what there is of an order that was deleted before any engine left word of it is for a person', async () => {
  shopHas['order/7'] = { snapshot: DELETED };
  waits('erp', RIGHT);
  await seek();
  expect(submitted).toMatchObject([{ subject: 'system/erp', event: { found: [], unknown: [RIGHT] } }]);
});

test('what the engine holds by now is not asked for; both systems’ documents are one question', async () => {
  held.add(RIGHT);
  waits('erp', RIGHT);
  await seek();
  expect(questions).toEqual([]);
  waits('erp', 'DEMO-8-aaaa');
  waits('wms', 'DEMO-8-aaaa');
  await seek();
  expect(questions).toEqual([['order/8']]);
});

test('while the shop’s orders are being loaded nothing is asked', async () => {
  recovering = true;
  waits('erp', RIGHT);
  await seek();
  expect(questions).toEqual([]);
});

test('a shop that can not be asked settles nothing', async () => {
  const unreachable = async () => Promise.reject(new ShopUnanswered('down'));
  const one = new Seeker({
    engine: {
      peek: () => ({ flow: 'system', version: 1, state: { asked: asked['system/erp'] } }),
      labelled: () => [],
      submit: async (events) => void submitted.push(...events),
      line: () => ({ epoch: 1, shopId: null, incarnation: 1, recovering: false }),
    },
    shops: new Map([['DEMO', { systems: [{ name: 'erp', role: 'erp' }], ask: unreachable }]]),
    bodies: { drop: (name) => void dropped.push(name), prune: () => undefined },
  });
  waits('erp', RIGHT, 'kept.json');
  await expect(one.seek('DEMO')).rejects.toThrow('down');
  expect([submitted, dropped]).toEqual([[], []]);
});

const BEGUN = `${RIGHT}/RMA-7`;

test('a return that the ERP began under an order of the shop begins here; known to the shop, it is noticed', async () => {
  shopHas['order/7'] = { snapshot: { key: 'wc_order_key' } };
  waits('erp', BEGUN);
  await seek();
  const [{ subject }] = submitted as [EngineEvent];
  expect(questions).toEqual([[subject, 'order/7']]);
  const body = { about: 'begun', role: 'erp', id: 'RMA-7', orderExternalId: RIGHT };
  expect(submitted.splice(0)).toMatchObject([
    { event: { type: 'told', from: 'system/erp', body } },
    { event: { found: [BEGUN] } },
  ]);

  shopHas[subject] = {
    snapshot: null,
    checkpoint: { flow: 'return', version: 1, body: { externalId: 'DEMO-E7-aaaa' } },
  };
  await seek();
  expect(submitted).toMatchObject([{ subject, event: { type: 'notice', role: 'erp' } }, { event: { found: [BEGUN] } }]);
});

test('goods that came back for an order that nobody knows are unknown', async () => {
  shopHas['order/7'] = { snapshot: { key: 'another key' } };
  waits('wms', BEGUN);
  await seek();
  expect(submitted).toMatchObject([{ subject: 'system/wms', event: { unknown: [BEGUN] } }]);
});

test('at most a hundred orders a question', async () => {
  for (let order = 1; order <= 150; order += 1) waits('erp', `DEMO-${order}-aaaa`);
  await seek();
  expect(questions[0]).toHaveLength(100);
});
