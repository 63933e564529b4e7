import { expect, test } from 'vitest';
import { foresee } from '../flows/order/foresee.ts';
import { Road } from '../flows/order/rehearsal/road.ts';
import { forecastBackfill, forecastReplay } from './forecast.ts';

/** What ERP and warehouse say, as both a dry run and a replay see them. */
function forecast(road: Road, forecaster = forecastReplay): string {
  const { state, goLiveAt, shop, settings, office } = road;
  const known = {
    external_id: state.externalId,
    erp_number: null,
    state: state.shown.state,
    open: true,
    epoch: 1,
    n: 1,
  };
  const created_at = Date.parse(shop.order.created_at);
  const past = { subject: state.subject, created_at, snapshot: null, snapshot_bytes: 0, known };
  const context = { now: road.now, subject: state.subject, settings, shop: { code: 'DEMO', goLiveAt: 0 } };
  const foresight = foresee(shop.order, context);
  const erp = office.orders.map((order) => ({ ...order, lines: [] }));
  return forecaster({ past, foresight, found: { erp, wms: office.releases }, goLiveAt: goLiveAt ?? 0 });
}

const none = () => undefined;
const noOrder = ({ office }: Road) => {
  office.orders.length = 0;
};
const noRelease = ({ office }: Road) => {
  office.releases.length = 0;
};

const released = () => new Road().begin().allocate();

test.each<[string, Road, (road: Road) => void, string]>([
  [
    'held',
    new Road({ payment_method: 'klarna' }).begin(),
    none,
    'held before the ERP: Payment method "klarna" is not mapped',
  ],
  ['unpaid', new Road({ status: 'pending' }).begin(), none, 'nothing is missing: it waits in the shop'],
  ['accepted', new Road().begin(), none, 'nothing is missing: it waits for stock'],
  ['accepted, lost there', new Road().begin(), noOrder, 'would be sent to the ERP'],
  ['released', released(), none, 'nothing is missing'],
  ['released, lost there', released(), noRelease, 'would be released to the warehouse'],
  [
    'picked, lost there',
    released().work(),
    noRelease,
    'for a person: the warehouse has no release of it, and goods may have left',
  ],
  ['completed', released().work(3), none, 'nothing is missing'],
  [
    'completed, lost there',
    released().work(3),
    noOrder,
    'for a person: the ERP has no order of it, and goods may have left',
  ],
  ['cancelled', new Road().begin().change({ status: 'cancelled' }).settleDown(), none, 'nothing is missing'],
])('promise 9: what a dry run says of an order is what a replay does (%s)', (_, road, meanwhile, words) => {
  meanwhile(road);
  expect(forecast(road)).toBe(words);
  const before = road.sent.length;
  road.command('replay', { seen: null });
  road.settleDown();
  const created = road.sent.slice(before).filter(({ operation }) => operation.startsWith('create'));
  expect(created.length > 0).toBe(words.startsWith('would be'));
  expect(road.causes.some((cause) => cause.startsWith('conflict:missing_there'))).toBe(
    words.startsWith('for a person'),
  );
});

test('what a person decided, what is older than go-live, and a system that can not be asked', () => {
  const skipped = new Road().begin();
  skipped.command('skip', { reason: 'A test order' });
  skipped.settleDown();
  expect(forecast(skipped)).toBe('left alone: a person left it out');
  const old = new Road();
  old.goLiveAt = Date.parse(old.shop.order.created_at) + 1;
  old.begin();
  expect(forecast(old)).toContain('causeway backfill sends such orders');
  expect(forecast(old, forecastBackfill)).toBe('would be sent to the ERP');
  const { state, shop, settings, now } = old;
  const context = { now, subject: state.subject, settings, shop: { code: 'DEMO', goLiveAt: 0 } };
  const past = { subject: state.subject, created_at: 9, snapshot: null, snapshot_bytes: 0, known: null };
  const found = { erp: 'it answered 503', wms: [] };
  expect(forecastReplay({ past, foresight: foresee(shop.order, context), found, goLiveAt: 0 })).toBe(
    "not known, for the ERP can't be asked: it answered 503",
  );
});
