import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SystemFailure } from '../../policy/system-failure.ts';
import { REPLY_BYTES_MAX } from '../json-api.ts';
import { type ClientCredentials, ClientCredentialsSignIn } from './client-credentials.ts';

const SECRET = 'a-secret-of-ours';
const asked: string[] = [];
const texts = new Map<string, string>();
let now: number;
let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const { signal } = new AbortController();

beforeEach(async () => {
  asked.length = 0;
  texts.clear();
  now = 1_800_000_000_000;
  answer = (_, response) =>
    response.writeHead(200).end(JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 3600 }));
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push(`${request.url} ${request.headers['content-type']} ${Buffer.concat(chunks)}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const memory = {
  read: (key: string) => texts.get(key) ?? null,
  write: (key: string, text: string) => void texts.set(key, text),
};
function signIn(change: Partial<ClientCredentials> = {}): ClientCredentialsSignIn {
  const client = { tokenUrl: `${base}/t/token?v=2`, clientId: 'cause way', clientSecret: SECRET, system: 'the ERP' };
  return new ClientCredentialsSignIn({ ...client, ...change }, { memory, now: () => now });
}
const failure = (asking: Promise<unknown>) =>
  asking.then(
    () => expect.fail('it signed in'),
    (error: SystemFailure) => error,
  );
const reply = (status: number, body: string, headers = {}) => {
  answer = (_, response) => response.writeHead(status, headers).end(body);
};

test('asks with a form, as RFC 6749 has it, or with JSON', async () => {
  expect(await signIn({ scope: 'api/.default' }).token(signal)).toBe('token-1');
  expect(asked[0]).toBe(
    `/t/token?v=2 application/x-www-form-urlencoded grant_type=client_credentials&client_id=cause+way&client_secret=${SECRET}&scope=api%2F.default`,
  );
  await signIn({ encoding: 'json' }).token(signal);
  expect(asked[1]).toBe(
    `/t/token?v=2 application/json {"grant_type":"client_credentials","client_id":"cause way","client_secret":"${SECRET}"}`,
  );
});

test('many callers share one sign-in, and a token that was refused is renewed once for all of them', async () => {
  const shared = signIn();
  const tokens = await Promise.all(Array.from({ length: 8 }, () => shared.token(signal)));
  expect(new Set(tokens)).toEqual(new Set(['token-1']));
  for (const token of tokens) {
    shared.forget(token);
    expect(await shared.token(signal)).toBe('token-2');
  }
  expect(asked).toHaveLength(2);
});

test('a restart asks for no new token; one that ended, was forgotten or is another client’s is not used', async () => {
  await signIn().token(signal);
  now += 3_500_000;
  expect(await signIn().token(signal)).toBe('token-1');
  expect(await signIn({ clientSecret: 'another' }).token(signal)).toBe('token-2');
  await signIn().token(signal);
  now += 3_600_000;
  const last = await signIn().token(signal);
  expect(last).toBe('token-4');
  signIn().forget(last);
  expect(await signIn().token(signal)).toBe('token-5');
});

test('a token ends half a minute early, a very short one at its half', async () => {
  reply(200, '{"access_token":"x","expires_in":"10"}');
  const short = signIn();
  await short.token(signal);
  now += 4_999;
  await short.token(signal);
  expect(asked).toHaveLength(1);
  now += 1;
  await short.token(signal);
  expect(asked).toHaveLength(2);
});

test('a memory that holds nonsense is as none', async () => {
  for (const text of ['', 'nonsense', '{"token":7}']) {
    texts.set('oauth-token', text);
    await signIn().token(signal);
  }
  expect(asked).toHaveLength(3);
});

test('a wrong secret is an authentication failure that tells the code, and neither secret nor description', async () => {
  reply(401, '{"error":"invalid_client","error_codes":[7000215],"error_description":"app of Frieda"}');
  const error = await failure(signIn().token(signal));
  expect([error.category, error.phase]).toEqual(['authentication', 'before_send']);
  expect(error.message).toBe("the ERP's sign-in refused: invalid_client 7000215");
  expect(texts.size).toBe(0);
});

test.each<[string, number, string, object, unknown[]]>([
  ['busy', 429, '{"error":"throttled"}', { 'retry-after': '7' }, ['rate_limit', 7000]],
  ['busy, without saying how long', 429, '', {}, ['rate_limit', 10_000]],
  ['down behind a proxy', 502, '<h1>Bad gateway</h1>', {}, ['connection', null]],
  ['down by its own account', 400, '{"error":"temporarily_unavailable"}', {}, ['connection', null]],
  ['not the token endpoint', 200, '<h1>Hello</h1>', { 'content-type': 'text/html' }, ['parse', null]],
  ['no token in a good reply', 200, '{"token":"x"}', {}, ['parse', null]],
  ['moved', 302, '', { location: 'https://example.test' }, ['parse', null]],
])('%s: nothing was sent to the API', async (_, status, body, headers, [category, retryAfterMs]) => {
  reply(status, body, headers);
  expect(await failure(signIn().token(signal))).toMatchObject({ category, phase: 'before_send', retryAfterMs });
});

test('a body that breaks off, and an endpoint that is down, are a connection that failed before the send', async () => {
  answer = (request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"access_token":', () => request.socket.destroy());
  };
  expect(await failure(signIn().token(signal))).toMatchObject({ category: 'connection', phase: 'before_send' });
  const down = signIn({ tokenUrl: 'http://127.0.0.1:1/token' });
  expect(await failure(down.token(signal))).toMatchObject({ category: 'connection', phase: 'before_send' });
});

test('a reply without end is none of a token endpoint: the order is not what is too large', async () => {
  reply(200, ' '.repeat(REPLY_BYTES_MAX + 1));
  expect(await failure(signIn().token(signal))).toMatchObject({ category: 'parse', phase: 'before_send' });
});

test('a caller that gives up throws its own reason, and the others get their token', async () => {
  let release = () => {};
  const held = answer;
  answer = (request, response) => {
    release = () => held(request, response);
  };
  const shared = signIn();
  const stop = new AbortController();
  const first = failure(shared.token(stop.signal));
  const second = shared.token(signal);
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  stop.abort(new Error('enough'));
  expect((await first).message).toBe('enough');
  release();
  expect(await second).toBe('token-1');
});
