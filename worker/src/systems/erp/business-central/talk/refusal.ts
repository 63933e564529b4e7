import type { Category, Phase } from '@causeway/contracts';
import * as z from 'zod';
import { type JsonReply, retryAfterMs } from '../../../../http/json-api.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';

export const SYSTEM = 'Business Central';

/** `{"error":{"code","message"}}`; the message is in the user's language and may quote what a customer typed. */
const Refusal = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,80}$/) }) });

/**
 * https://learn.microsoft.com/dynamics365/business-central/dev-itpro/webservices/dynamics-error-codes
 * A wrong company is a matter of the configuration, as a wrong secret is: orders wait for it and go on by themselves.
 */
const BY_CODE: Readonly<Record<string, Category>> = {
  Internal_CompanyNotFound: 'authentication',
  Internal_TenantUnavailable: 'connection',
  Internal_ServerError: 'connection',
  Request_EntityChanged: 'conflict',
  Internal_EntityWithSameKeyExists: 'duplicate',
  Internal_RecordNotFound: 'missing_reference',
  Internal_InvalidTableRelation: 'missing_reference',
  BadRequest_ResourceNotFound: 'missing_reference',
  BadRequest_NotFound: 'missing_reference',
  Internal_DataNotFoundFilter: 'missing_reference',
  BadRequest_InvalidOperation: 'validation',
};

/** What a code begins with says the rest. Of a bad request, we built it wrong. */
const BY_FAMILY: Readonly<Record<string, Category>> = {
  Application: 'validation',
  Authentication: 'authentication',
  Authorization: 'authentication',
  BadRequest: 'internal',
};

const BY_STATUS: Readonly<Record<number, Category>> = {
  401: 'authentication',
  403: 'authentication',
  404: 'missing_reference',
  408: 'timeout',
  409: 'conflict',
  412: 'conflict',
  413: 'too_large',
  504: 'timeout',
};

/** Where the status says more than any code beside it. */
const STATUS_FIRST = new Set([401, 403, 408, 413, 504]);

export function codeOf(reply: JsonReply): string {
  const parsed = Refusal.safeParse(reply.body);
  return parsed.success ? parsed.data.error.code : `HTTP ${reply.status}`;
}

/** The failure that a refused reply means; `pauseMs`: what to wait for where a 429 doesn't say. */
export function refusal(reply: JsonReply, now: number, pauseMs: number): SystemFailure {
  const { status } = reply;
  const code = codeOf(reply);
  const wish = retryAfterMs(reply.headers.get('retry-after'), now);
  const message = `${SYSTEM} refused: ${code}`;
  if (status === 429) return new SystemFailure('rate_limit', 'before_send', message, wish ?? pauseMs);
  const byStatus = BY_STATUS[status] ?? (status >= 500 ? 'connection' : 'internal');
  const category = STATUS_FIRST.has(status)
    ? byStatus
    : (BY_CODE[code] ?? BY_FAMILY[code.split('_')[0] ?? ''] ?? byStatus);
  const phase: Phase = category === 'connection' || category === 'timeout' ? 'after_send' : 'before_send';
  return new SystemFailure(category, phase, message, wish);
}

/** What went wrong before the step that acts: nothing happened, whatever the failed step itself says. */
export function before<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => rethrow(error, 'before_send'));
}

/** What went wrong after the step that acted: it happened, even where a later step was only refused. */
export function after<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => rethrow(error, 'after_send'));
}

/**
 * A change that was checked here first: what refuses it now is what became of the document (released, posted, in a
 * warehouse shipment), and no correction of ours helps.
 */
export function checked<T>(change: Promise<T>): Promise<T> {
  return change.catch((error: unknown) => {
    if (!(error instanceof SystemFailure) || error.category !== 'validation') throw error;
    throw new SystemFailure('conflict', error.phase, `${error.message}: it lets the document be changed no more`);
  });
}

function rethrow(error: unknown, phase: Phase): never {
  if (!(error instanceof SystemFailure)) throw error;
  throw new SystemFailure(error.category, phase, error.message, error.retryAfterMs);
}
