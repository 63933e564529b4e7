import { afterAll, beforeAll, expect, test } from 'vitest';
import { SystemFailure } from '../../worker/src/policy/system-failure.ts';
import { type Check, verdictOf } from '../../worker/src/systems/conformance/check.ts';
import { ERP_RETURNS } from '../../worker/src/systems/erp/conformance/returns.ts';
import { ERP_SUBSTITUTES } from '../../worker/src/systems/erp/conformance/substitutes.ts';
import { ERP_CONFORMANCE } from '../../worker/src/systems/erp/conformance/suite.ts';
import type { Erp, ErpReturns } from '../../worker/src/systems/erp/erp.ts';
import { WMS_FREE_STOCK } from '../../worker/src/systems/wms/conformance/free-stock.ts';
import { WMS_CONFORMANCE } from '../../worker/src/systems/wms/conformance/suite.ts';
import type { Wms } from '../../worker/src/systems/wms/wms.ts';
import { startSandboxErp } from './subjects/sandbox-erp.ts';
import { startSandboxWms } from './subjects/sandbox-wms.ts';

/** The suites see what they are for: each defect, planted into a good adapter, fails the check that names it. */
let erp: Awaited<ReturnType<typeof startSandboxErp>>;
let wms: Awaited<ReturnType<typeof startSandboxWms>>;
beforeAll(async () => {
  [erp, wms] = await Promise.all([startSandboxErp(), startSandboxWms()]);
});
afterAll(() => Promise.all([erp.stop(), wms.stop()]));

/** The port with some of its methods replaced; the others are the good adapter's. */
function replaced<Port extends object>(port: Port, defects: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const defect = defects[name as keyof Port];
      if (defect !== undefined) return defect;
      const good = target[name as keyof Port];
      return typeof good === 'function' ? good.bind(target) : good;
    },
  });
}

const sentAgain = (good: Erp): Partial<Erp> => ({
  createOrder: (order, signal) => good.createOrder(order, signal).catch(() => good.createOrder(order, signal)),
});
const everyFailureIsRetryable = (good: Erp): Partial<Erp> => ({
  createOrder: (order, signal) =>
    good.createOrder(order, signal).catch((error: SystemFailure) => {
      throw new SystemFailure(error.category, 'before_send', error.message, error.retryAfterMs);
    }),
});

const ERP_DEFECTS: readonly [string, (good: Erp) => Partial<Erp>, string][] = [
  [
    'a create sends twice',
    (good) => ({
      createOrder: (order, signal) => good.createOrder(order, signal).then(() => good.createOrder(order, signal)),
    }),
    'many callers at two adapters at once make one document each',
  ],
  [
    'only the newest of two documents is shown',
    (good) => ({ findOrders: async (id, signal) => (await good.findOrders(id, signal)).slice(-1) }),
    'a second create is refused as a duplicate, or every document is shown, oldest first',
  ],
  ['a lost reply is sent again', sentAgain, 'a reply that was lost may have acted, says so, and the document is found'],
  [
    'a lost reply is told as "nothing happened"',
    everyFailureIsRetryable,
    'a reply that was lost may have acted, says so, and the document is found',
  ],
  [
    'of a reply that is cut off it says that nothing happened',
    everyFailureIsRetryable,
    'cut_off: a create fails as parse or connection, and tells truly whether anything can have happened',
  ],
  [
    'the last of a page is skipped',
    (good) => ({
      changedSince: async (cursor, signal) => {
        const { externalIds, cursor: next } = await good.changedSince(cursor, signal);
        return { externalIds: externalIds.slice(0, 2), cursor: next };
      },
    }),
    'more than two pages are told without a gap, also while documents are made',
  ],
  [
    'amounts go through floats of two digits',
    (good) => ({
      createOrder: (order, signal) =>
        good.createOrder({ ...order, totalMinor: Math.round(order.totalMinor / 10) * 10 }, signal),
      findOrders: async (id, signal) =>
        (await good.findOrders(id, signal)).map((order) => ({
          ...order,
          totalMinor: Math.trunc(order.totalMinor / 10) * 10,
        })),
    }),
    'money of 3 digits is exact',
  ],
  [
    'a snapshot starts over when stock changed',
    (good) => ({ inventory: (_, signal) => good.inventory(null, signal) }),
    'stock begins with a snapshot of every position, in pages, then tells what changed',
  ],
];

const SUBSTITUTE_DEFECTS: typeof ERP_DEFECTS = [
  [
    'every substitution is a new one',
    (good) => ({
      substitute: (id, one, signal) =>
        good.substitute?.(id, { ...one, ref: `${one.ref}-${Math.random()}`.slice(0, 40) }, signal) ?? Promise.reject(),
    }),
    'a substitute is read back under its line, once, and the total stays; what can not be is refused',
  ],
];

/** The check of that name finds what is wrong with the bench's system. */
async function fails<Bench>(checks: readonly Check<Bench>[], name: string, bench: Bench): Promise<void> {
  const check = checks.find((one) => one.name === name);
  expect(check === undefined ? null : await verdictOf(check, bench)).toMatchObject({ result: 'failed' });
}

test.each([...ERP_DEFECTS, ...SUBSTITUTE_DEFECTS])('ERP: %s', async (_, plant, check) => {
  const open = () => {
    const good = erp.bench.open();
    return replaced(good, plant(good));
  };
  await fails([...ERP_CONFORMANCE, ...ERP_SUBSTITUTES], check, { ...erp.bench, open });
});

/** As `ERP_DEFECTS`, of an adapter that declares returns. */
const RETURN_DEFECTS: readonly [string, (good: ErpReturns) => Partial<ErpReturns>, string][] = [
  [
    'every report of a receipt is a new one',
    (good) => ({
      reportReturn: (id, receipt, signal) =>
        good.reportReturn?.(id, { ...receipt, id: `${receipt.id}-${Math.random()}` }, signal) ?? Promise.reject(),
    }),
    'what came back is told once however often it is told, and is stock as what became of it says',
  ],
  [
    'what became of the goods is not passed on',
    (good) => ({
      reportReturn: (id, receipt, signal) => {
        const lines = receipt.lines.map((line) => ({
          ...line,
          dispositions: line.dispositions.map((each) => ({ ...each, disposition: 'scrap' as const })),
        }));
        return good.reportReturn?.(id, { ...receipt, lines }, signal) ?? Promise.reject();
      },
    }),
    'what came back is told once however often it is told, and is stock as what became of it says',
  ],
  [
    'a credit memo that is taken back is told as posted',
    (good) => ({
      cancelCreditMemo: async (id, signal) => ({ ...(await good.cancelCreditMemo(id, signal)), status: 'posted' }),
    }),
    'a credit memo is taken back once, or is refused as a conflict and stays',
  ],
  [
    'a return of which goods came is called back nevertheless',
    (good) => ({
      cancelReturn: async (id, signal) => {
        const found = await good.cancelReturn(id, signal).catch(() => null);
        return found ?? { id, number: id, externalId: '', orderExternalId: '', status: 'cancelled', lines: [] };
      },
    }),
    'a return is cancelled once, and not once goods came',
  ],
];

test.each(RETURN_DEFECTS)('ERP that takes returns: %s', async (_, plant, check) => {
  const open = () => {
    const good = erp.bench.open();
    const { returns } = good;
    return returns === undefined ? good : replaced(good, { returns: replaced(returns, plant(returns)) });
  };
  await fails(ERP_RETURNS, check, { ...erp.bench, open });
});

const WMS_DEFECTS: readonly [string, (good: Wms) => Partial<Wms>, string][] = [
  [
    'what could be sent is what lies there, promised or not',
    (good) => ({
      freeStock: async (skus, signal) =>
        (await good.freeStock?.(skus, signal))?.map((each) => ({ ...each, units: '50' })) ?? [],
    }),
    'what could be sent at once falls with each release, and a release is sent from the place that it names',
  ],
  [
    'times are local',
    (good) => ({
      findReleases: async (id, signal) =>
        (await good.findReleases(id, signal)).map((release) => ({
          ...release,
          shipments: release.shipments.map((parcel) => ({
            ...parcel,
            shippedAt: new Date(Date.parse(parcel.shippedAt) + 3_600_000).toISOString(),
          })),
        })),
    }),
    'what left is told by parcel: every line with its pieces, and when, in UTC',
  ],
  [
    'a parcel tells what was ordered, not what is in it',
    (good) => ({
      findReleases: async (id, signal) =>
        (await good.findReleases(id, signal)).map((release) => ({
          ...release,
          shipments: release.shipments.map((parcel) => ({ ...parcel, lines: [{ lineId: '17', quantity: '2' }] })),
        })),
    }),
    'a release in two parts has two parcels, each piece in one of them',
  ],
];

test.each(WMS_DEFECTS)('warehouse: %s', async (_, plant, check) => {
  const open = () => {
    const good = wms.bench.open();
    return replaced(good, plant(good));
  };
  await fails([...WMS_CONFORMANCE, ...WMS_FREE_STOCK], check, { ...wms.bench, open });
});
