import { expect, test } from 'vitest';
import * as z from 'zod';
import type { ErpAdapter } from './adapter.ts';
import { readSystem } from './settings.ts';

const adapter = (limits: ErpAdapter['limits'] = {}) =>
  ({ name: 'test-erp', role: 'erp', summary: 'x', settings: z.strictObject({}), limits }) as unknown as ErpAdapter;
const read = (options: object, limits?: ErpAdapter['limits']) =>
  readSystem({ adapter: 'test-erp', ...options }, [adapter(limits)]);
const issues = (options: object) => {
  const found = read(options);
  return found.success ? [] : found.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

test('a system that says nothing is protected all the same; what its adapter knows of its quota comes with it', () => {
  expect(read({})).toMatchObject({
    data: {
      ...{ callsAtOnce: 4, timeoutSeconds: 20, rates: [], adaptive: true, maintenance: [] },
      breaker: { failures: 5, firstSeconds: 1, capSeconds: 30 },
    },
  });
  const quota = [{ requests: 6000, perSeconds: 300, burst: 100 }];
  expect(read({}, { rates: quota })).toMatchObject({ data: { rates: quota } });
  expect(read({ rates: [{ requests: 5 }] }, { rates: quota })).toMatchObject({
    data: { rates: [{ requests: 5, perSeconds: 1 }] },
  });
});

test('of the breaker what is left out stays as it is', () => {
  expect(read({ breaker: { capSeconds: 300 } })).toMatchObject({
    data: { breaker: { failures: 5, firstSeconds: 1, capSeconds: 300 } },
  });
});

test('mistakes are told with their place, all at once', () => {
  const window = { days: ['sun'], from: '02:00', to: '04:00', zone: 'Europe/Berlin' };
  expect(read({ maintenance: [window] }).success).toBe(true);
  const wrong = issues({
    rates: [{ requests: 0 }],
    breaker: { failure: 3 },
    maintenance: [window, { ...window, zone: 'Berlin' }],
  });
  expect(wrong).toHaveLength(3);
  expect(wrong.map((line) => line.split(':')[0])).toEqual(['rates.0.requests', 'breaker', 'maintenance.1']);
  expect(wrong[2]).toContain('Europe/Berlin');
});
