import { expect, test } from 'vitest';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { after, before, checked, refusal } from './refusal.ts';

const reply = (status: number, code?: string, headers = {}) => ({
  status,
  headers: new Headers(headers),
  body: code === undefined ? null : { error: { code, message: 'Frieda Hansen is too long. CorrelationId: 1' } },
});
const of = (status: number, code?: string, headers = {}) => refusal(reply(status, code, headers), 0, 20_000);

test.each([
  [400, 'Application_DialogException', 'validation', 'before_send'],
  [400, 'Application_StringExceededLength', 'validation', 'before_send'],
  [400, 'Internal_InvalidTableRelation', 'missing_reference', 'before_send'],
  [404, 'Internal_RecordNotFound', 'missing_reference', 'before_send'],
  [404, 'Internal_CompanyNotFound', 'authentication', 'before_send'],
  [409, 'Request_EntityChanged', 'conflict', 'before_send'],
  [412, 'Request_EntityChanged', 'conflict', 'before_send'],
  [409, 'Internal_EntityWithSameKeyExists', 'duplicate', 'before_send'],
  [401, 'Authentication_InvalidCredentials', 'authentication', 'before_send'],
  [403, 'Internal_RecordNotFound', 'authentication', 'before_send'],
  [400, 'Authorization_Denied', 'authentication', 'before_send'],
  [400, 'Internal_DataNotFoundFilter', 'missing_reference', 'before_send'],
  [400, 'BadRequest_InvalidToken', 'internal', 'before_send'],
  [501, 'BadRequest_MethodNotImplemented', 'internal', 'before_send'],
  [400, 'BadRequest', 'internal', 'before_send'],
  [413, undefined, 'too_large', 'before_send'],
  [408, undefined, 'timeout', 'after_send'],
  [504, undefined, 'timeout', 'after_send'],
  [500, 'Internal_ServerError', 'connection', 'after_send'],
  [503, undefined, 'connection', 'after_send'],
  [418, 'Unknown', 'internal', 'before_send'],
])('%i %s is %s, %s', (status, code, category, phase) => {
  expect(of(status, code)).toMatchObject({ category, phase });
});

test('its code is told, and nothing of its message, which may quote the customer', () => {
  expect(of(400, 'Application_StringExceededLength').message).toBe(
    'Business Central refused: Application_StringExceededLength',
  );
  expect(of(400, 'no code <at all>').message).toBe('Business Central refused: HTTP 400');
});

test('too many requests: its own wish, or ours where it has none', () => {
  expect(of(429, undefined, { 'retry-after': '7' })).toMatchObject({ category: 'rate_limit', retryAfterMs: 7000 });
  expect(of(429)).toMatchObject({ category: 'rate_limit', phase: 'before_send', retryAfterMs: 20_000 });
  expect(of(503, undefined, { 'retry-after': '30' })).toMatchObject({ category: 'connection', retryAfterMs: 30_000 });
});

test('a change that was checked here and is refused there is a conflict', async () => {
  const refused = (category: 'validation' | 'missing_reference') =>
    checked(Promise.reject(new SystemFailure(category, 'before_send', 'no')));
  await expect(refused('validation')).rejects.toMatchObject({ category: 'conflict', phase: 'before_send' });
  await expect(refused('missing_reference')).rejects.toMatchObject({ category: 'missing_reference' });
});

test('what failed before or after the step that acts says so, whatever it was itself', async () => {
  const failing = (phase: 'before_send' | 'after_send') =>
    Promise.reject(new SystemFailure('rate_limit', phase, 'slow down', 7));
  await expect(before(failing('after_send'))).rejects.toMatchObject({ phase: 'before_send', retryAfterMs: 7 });
  await expect(after(failing('before_send'))).rejects.toMatchObject({ phase: 'after_send', category: 'rate_limit' });
  const reason = new Error('aborted');
  await expect(after(Promise.reject(reason))).rejects.toBe(reason);
});
