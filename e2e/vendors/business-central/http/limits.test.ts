import { afterEach, expect, it } from 'vitest';
import { type Bench, bench } from '../test/client.ts';

let bc: Bench;
afterEach(() => bc.stop());

const statuses = async (requests: number) =>
  (await Promise.all(Array.from({ length: requests }, () => bc.api.get('items?$top=1'))))
    .map(({ status }) => status)
    .toSorted();

it('refuses what is more than a window may hold, until the window has passed on', async () => {
  bc = await bench({ limits: { requests: 3, window_ms: 3_600_000 } });
  expect(await statuses(4)).toEqual([200, 200, 200, 429]);
  const refused = await bc.api.get('items');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
  await bc.control.settings({ limits: { window_ms: 0 } });
  expect((await bc.api.get('items')).status).toBe(200);
});

it('handles a few at once, lets some wait and refuses the rest', async () => {
  bc = await bench({ limits: { at_once: 2, queued: 3, handling_ms: 200 } });
  expect(await statuses(8)).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  expect(await statuses(2)).toEqual([200, 200]);
});

it('gives up on who waits too long, and says when to come back', async () => {
  bc = await bench({ limits: { at_once: 1, queued: 1, queued_ms: 1, handling_ms: 200 } });
  const replies = await Promise.all([bc.api.get('items'), bc.api.get('items')]);
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 503]);
  expect(replies.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('30');
  expect((await bc.api.get('items')).status).toBe(200);
});

it('takes tokens back before their time, and gives new ones', async () => {
  bc = await bench();
  await bc.control.expireTokens();
  expect((await bc.api.get('items')).status).toBe(401);
  await bc.control.settings({ token_ttl_s: 0 });
  const { askToken, Client } = await import('../test/client.ts');
  const { body } = await askToken(bc.at);
  expect((await new Client(bc.at, body.access_token).get('items')).status).toBe(401);
});
