import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { SecretWatch, secretGauge } from './secret-watch.ts';

const DAY_MS = 86_400_000;
const END = Date.UTC(2027, 2, 31);
let now: number;
let taken: EngineEvent[];
let logged: string[];
let recovering: boolean;
beforeEach(() => {
  [now, taken, logged, recovering] = [END - 20 * DAY_MS, [], [], false];
});

const systems = { erp: { secretsExpire: { clientSecretFile: '2027-03-31' } }, wms: { secretsExpire: {} } };
const paired = (isPaired = true) => ({ isPaired, configuration: { erp: 'erp', wms: 'wms' } });

/** Of an engine that decides at once, as its flow would. */
function watch(dated: typeof systems | object = systems, shops = new Map([['DEMO', paired()]])): SecretWatch {
  const log = (level: string) => (fields: object, message: string) => {
    logged.push(`${level} ${Object.values(fields).join(' ')}: ${message}`);
  };
  return new SecretWatch({
    systems: dated as typeof systems,
    shops,
    engine: {
      line: () => ({ epoch: 1, shopId: null, incarnation: 1, recovering }),
      submit: async (events) => {
        for (const event of events) if (!taken.some(({ id }) => id === event.id)) taken.push(event);
      },
      peek: ({ subject }) => {
        const state = taken.findLast((event) => event.subject === subject)?.event;
        return state === undefined ? null : { flow: 'system', version: 1, state };
      },
    },
    log: { warn: log('warn'), error: log('error') } as never,
    now: () => now,
  });
}

test('the log speaks of it once a day from thirty days before, and of an error from the day on', async () => {
  const watching = watch();
  now = END - 31 * DAY_MS;
  await watching.look();
  expect(logged).toEqual([]);
  for (const day of [30, 29.9, 29]) {
    now = END - day * DAY_MS;
    await watching.look();
  }
  expect(logged).toEqual([
    'warn erp clientSecretFile 2027-03-31: a secret of the sign-in ends in 30 days',
    'warn erp clientSecretFile 2027-03-31: a secret of the sign-in ends in 29 days',
  ]);
  now = END + 2 * DAY_MS;
  await watching.look();
  expect(logged.at(-1)).toBe('error erp clientSecretFile 2027-03-31: a secret of the sign-in ended 2 days ago');
});

test('each paired shop that uses the system is told, once', async () => {
  const shops = new Map([
    ['DEMO', paired()],
    ['SHOP2', { isPaired: true, configuration: { erp: 'other', wms: 'wms' } }],
    ['SHOP3', paired(false)],
  ]);
  const watching = watch(systems, shops);
  await watching.look();
  now += 2 * 3_600_000;
  await watching.look();
  expect(taken.map(({ shop, subject, event }) => [shop, subject, event])).toEqual([
    ['DEMO', 'system/erp', { type: 'secrets', secrets: [{ option: 'clientSecretFile', expires: '2027-03-31' }] }],
  ]);
});

test('a day that was moved or taken out of the configuration is told after the restart', async () => {
  await watch().look();
  await watch({ erp: { secretsExpire: { clientSecretFile: '2028-03-31' } } }).look();
  await watch({ erp: { secretsExpire: {} } }).look();
  expect(
    taken.map(({ event }) => (event.type === 'secrets' ? event.secrets.map(({ expires }) => expires) : [])),
  ).toEqual([['2027-03-31'], ['2028-03-31'], []]);
});

test('what the engine forgot is told again; not while it loads the shop', async () => {
  const watching = watch();
  await watching.look();
  taken.length = 0;
  recovering = true;
  now += 3_600_000;
  await watching.look();
  expect(taken).toEqual([]);
  recovering = false;
  await watching.look();
  expect(taken).toHaveLength(1);
});

test('the metric counts down, and below nothing', async () => {
  const registry = new Registry();
  secretGauge(registry, systems, () => now);
  now = END - 60_000;
  expect(await registry.metrics()).toContain(
    'causeway_secret_expires_seconds{system="erp",option="clientSecretFile"} 60',
  );
  now = END + 60_000;
  expect(await registry.metrics()).toContain('{system="erp",option="clientSecretFile"} -60');
});
