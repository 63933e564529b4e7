import { expect, it } from 'vitest';
import { Configuration } from '../configuration.ts';
import { ApiError } from '../odata/api-error.ts';
import { UserLimits } from './limits.ts';

const limits = (own: object) => new UserLimits({ ...Configuration.parse({}).limits, ...own });

/** Requests that go on being handled until they are let go. */
function held(user: UserLimits) {
  const inside: (() => void)[] = [];
  const outcomes: number[] = [];
  const request = () =>
    user
      .run(() => new Promise<void>((resolve) => inside.push(resolve)))
      .then(() => outcomes.push(200))
      .catch((error: ApiError) => outcomes.push(error.status));
  return { inside, outcomes, request };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('refuses what is more than a window may hold, until the window has passed on', async () => {
  const own = { ...Configuration.parse({}).limits, requests: 3 };
  const user = new UserLimits(own);
  for (let sent = 0; sent < 3; sent += 1) await user.run(async () => undefined);
  const refusal: unknown = await user.run(async () => undefined).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiError);
  expect(refusal).toMatchObject({ status: 429, headers: {} });
  own.window_ms = 0;
  await expect(user.run(async () => 'handled')).resolves.toBe('handled');
});

it('handles a few at once, lets some wait in turn, and refuses the rest', async () => {
  const { inside, outcomes, request } = held(limits({ at_once: 2, queued: 3 }));
  const requests = Array.from({ length: 8 }, request);
  await settled();
  expect([inside.length, outcomes]).toEqual([2, [429, 429, 429]]);
  for (let done = 0; done < 5; done += 1) {
    inside[done]?.();
    await settled();
    expect(inside.length).toBe(Math.min(5, done + 3));
  }
  await Promise.all(requests);
  expect(outcomes.slice(3)).toEqual([200, 200, 200, 200, 200]);
});

it('gives up on who waits too long, says when to come back, and goes on', async () => {
  const { inside, outcomes, request } = held(limits({ at_once: 1, queued: 1, queued_ms: 1 }));
  const first = request();
  await request();
  expect(outcomes).toEqual([503]);
  inside[0]?.();
  await first;
  const third = request();
  await settled();
  inside[1]?.();
  await third;
  expect(outcomes).toEqual([503, 200, 200]);
});
