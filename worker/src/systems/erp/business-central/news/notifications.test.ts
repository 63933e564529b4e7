import { expect, test } from 'vitest';
import { receive } from './notifications.ts';

const SECRET = 'the client state';
const delivery = (body: unknown, query = {}) => ({ headers: {}, query, body: JSON.stringify(body), receivedAt: 0 });
const notice = (clientState?: string) => ({ subscriptionId: 's', clientState, resource: 'r', changeType: 'updated' });

test('a handshake asks for its token back', () => {
  expect(receive(SECRET, { headers: {}, query: { validationToken: 'abc' }, body: '', receivedAt: 0 })).toEqual({
    handshake: 'abc',
  });
});

test('a notification names no document of ours: the poll is to ask; a repeat has the same id', () => {
  const received = receive(SECRET, delivery({ value: [notice(SECRET)] }));
  expect(received).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), externalIds: [], poll: true });
  expect(receive(SECRET, delivery({ value: [notice(SECRET)] }))).toEqual(received);
  expect(receive(SECRET, delivery({ value: [notice(SECRET), notice(SECRET)] }))).not.toEqual(received);
});

test('one entry without our secret, and none of it is believed', () => {
  for (const value of [[notice('another')], [notice(SECRET), notice('another')], [notice(`${SECRET} `)]]) {
    expect(() => receive(SECRET, delivery({ value }))).toThrow('the client state is not our secret');
  }
  for (const body of [{ value: [] }, { value: [notice()] }, {}, null, 'text']) {
    expect(() => receive(SECRET, delivery(body))).toThrow('not a notification with a client state');
  }
});
