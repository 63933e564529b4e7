import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Finding, References } from '../../systems/examination.ts';
import { examineSystem } from './system.ts';

const NOTHING: References = { skus: [], taxCodes: [], paymentMethods: [], shippingMethods: [] };
const finding = (check: Finding['check'], result: Finding['result'] = 'ok'): Finding => {
  return { check, result, detail: 'seen', advice: null };
};
const examine = (look: (signal: AbortSignal) => Promise<readonly Finding[]>, references = NOTHING) =>
  examineSystem({ examine: (_, signal) => look(signal) }, references, 20_000);
const told = async (look: ReturnType<typeof examine>) => (await look).map(({ check, result }) => `${check} ${result}`);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what an adapter says comes in one order, and what it leaves out is said to be not checked', async () => {
  const looked = examine(async () => [finding('clock'), finding('reference_data', 'failed'), finding('reachable')]);
  expect(await told(looked)).toEqual([
    'reachable ok',
    'sign_in not_checked',
    'permissions not_checked',
    'clock ok',
    'reference_data failed',
    'skus not_checked',
    'quota not_checked',
  ]);
});

test('behind a door that stayed shut nothing was looked at, and that is said', async () => {
  const looks = await examine(async () => [finding('reachable'), finding('sign_in', 'failed')]);
  expect(looks.find(({ check }) => check === 'quota')?.detail).toBe('not looked at: see above');
  expect(looks.map(({ check }) => check)).not.toContain('skus');
});

test('which SKUs were looked up is said, and that the others were not', async () => {
  const looks = await examine(async () => [finding('reference_data')], { ...NOTHING, skus: ['A', 'B'] });
  expect(looks.find(({ check }) => check === 'skus')?.detail).toMatch(
    /^only those of the mapping \(2\) were looked up/,
  );
});

test('an adapter that breaks is a finding that quotes nothing of it', async () => {
  const looks = await examine(async () => {
    throw new TypeError('token abc of frieda@example.test');
  });
  expect(looks[0]).toMatchObject({ check: 'reachable', result: 'failed', detail: 'its adapter failed (TypeError)' });
});

test('one that does not come back is left after the time it has, whether or not it hears the signal', async () => {
  let heard = false;
  const deaf = examine((signal) => {
    signal.addEventListener('abort', () => {
      heard = true;
    });
    return new Promise(() => undefined);
  });
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await deaf)[0]).toMatchObject({ result: 'failed', detail: 'no answer within 20 s' });
  expect(heard).toBe(true);
});
