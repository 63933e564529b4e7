import { expect, test } from 'vitest';
import type { JsonReply } from '../../http/json-api.ts';
import { Session } from './session.ts';

const never = new AbortController().signal;

/** A Tryton that knows one password; `asked` are the methods it was asked. */
function server(password = 'right', memory = new Map<string, string>()) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const answers = {
    login: reply(200, { id: 0, result: [7, 'key1'] }),
    preferences: reply(200, { id: 0, result: { company: 4, language: 'de' } }),
  };
  const session = new Session(
    { database: 'erp', user: 'causeway', password },
    {
      send: async ({ body }) => {
        const { method } = body as { method: string };
        asked.push(method);
        if (method !== 'common.db.login') return answers.preferences;
        return password === 'right' ? answers.login : reply(401, null);
      },
      system: 'the ERP',
      memory: { read: (key) => memory.get(key) ?? null, write: (key, text) => void memory.set(key, text) },
      key: 'session',
      now: () => clock.now,
    },
  );
  return { session, asked, clock, memory, answers };
}

const reply = (status: number, body: unknown, headers = {}): JsonReply => ({
  status,
  body,
  headers: new Headers(headers),
});

test('many callers share one sign-in; the context is the user’s, in English', async () => {
  const { session, asked } = server();
  const tickets = await Promise.all([1, 2, 3, 4].map(() => session.ticket(never)));
  expect(asked).toEqual(['common.db.login', 'model.res.user.get_preferences']);
  expect(new Set(tickets).size).toBe(1);
  expect(tickets[0]).toEqual({
    authorization: `Session ${btoa('causeway:7:key1')}`,
    context: { company: 4, language: 'en' },
  });
});

test('it survives a restart, until it is refused; one that was renewed meanwhile stays', async () => {
  const { session, memory } = server();
  const ticket = await session.ticket(never);
  const later = server('right', memory);
  expect(await later.session.ticket(never)).toEqual(ticket);
  expect(later.asked).toEqual([]);
  later.session.forget({ ...ticket, authorization: 'Session other' });
  await later.session.ticket(never);
  expect(later.asked).toEqual([]);
  later.session.forget(ticket);
  await later.session.ticket(never);
  expect(later.asked).toHaveLength(2);
});

test('a refused password is no order’s fault, is not tried by every order, and is tried again after a minute', async () => {
  const { session, asked, clock } = server('wrong');
  for (let n = 0; n < 10; n += 1) {
    const failure = session.ticket(never);
    await expect(failure).rejects.toMatchObject({ category: 'authentication', phase: 'before_send' });
    await expect(failure).rejects.not.toThrow(/wrong/);
  }
  expect(asked).toHaveLength(1);
  clock.now = 60_000;
  await expect(session.ticket(never)).rejects.toMatchObject({ category: 'authentication' });
  expect(asked).toHaveLength(2);
});

test('an account that is shut for a while asks for patience', async () => {
  const { session, answers } = server();
  answers.login = reply(429, null);
  await expect(session.ticket(never)).rejects.toMatchObject({ category: 'rate_limit', retryAfterMs: 60_000 });
});

test('a user without a company is told as that', async () => {
  const { session, answers } = server();
  answers.preferences = reply(200, { id: 0, result: { company: null, language: 'en' } });
  await expect(session.ticket(never)).rejects.toMatchObject({ category: 'missing_reference', phase: 'before_send' });
});
