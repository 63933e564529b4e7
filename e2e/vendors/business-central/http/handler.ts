import type { ServerResponse } from 'node:http';
import type { Handler } from '../../../sandbox/http/port.ts';
import type { RequestRecord } from '../../../sandbox/http/record.ts';
import type { Store } from '../../../sandbox/store.ts';
import type { Configuration } from '../configuration.ts';
import { ApiError, badRequest } from '../odata/api-error.ts';
import type { Records } from '../records/records.ts';
import type { Subscriptions } from '../webhooks/subscriptions.ts';
import { readAddress } from './address.ts';
import { answer } from './api.ts';
import type { Answer } from './call.ts';
import type { UserLimits } from './limits.ts';
import { type Received, readJson, receive } from './received.ts';
import type { SignIn } from './sign-in.ts';

export interface Parts {
  readonly store: Store;
  readonly records: Records;
  readonly subscriptions: Subscriptions;
  readonly configuration: Configuration;
  readonly signIn: SignIn;
  readonly limits: UserLimits;
  readonly record: RequestRecord;
}

/** Everything that comes to the API's port: the token endpoint, and the API. */
export function apiHandler(parts: Parts): Handler {
  return (request, response) => {
    const handle = async () => {
      const receivedAtMs = Date.now();
      const received = await receive(request, parts.configuration.limits.body_bytes);
      const { method, url } = received;
      const id = parts.record.arrived(method, url.pathname, externalIdIn(received), receivedAtMs);
      const ending = await endingOf(() => route(parts, received));
      // Recorded before it is sent: a caller that has its answer finds it on record.
      parts.record.answered(id, ending.status, null);
      send(response, ending);
    };
    // The caller went away, or the store is closed: there is nobody to answer.
    handle().catch(() => response.destroy());
  };
}

async function route(parts: Parts, received: Received): Promise<Answer> {
  const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(received.url.pathname)?.[1];
  if (tenant !== undefined) return token(parts, received, tenant);
  const segments = readAddress(received.url.pathname, parts.configuration);
  parts.signIn.authenticate(received.headers);
  return parts.limits.run(async () => {
    const body = received.method === 'GET' || received.method === 'DELETE' ? undefined : readJson(received);
    const { method, url, headers } = received;
    if (method !== 'GET' && String(headers['data-access-intent']).toLowerCase() === 'readonly')
      throw badRequest('Data-Access-Intent: ReadOnly allows no change.');
    const root = /^.*?\/api\/v2\.0/.exec(url.href)?.[0] ?? url.origin;
    const call = { method, url, headers, body, root, records: parts.records, configuration: parts.configuration };
    if (segments[0]?.name === 'subscriptions') return parts.subscriptions.answer(call, segments);
    return parts.store.transaction(() => answer(call, segments));
  });
}

function token({ signIn }: Parts, { method, headers, raw }: Received, tenant: string): Answer {
  if (method !== 'POST' || raw === undefined) throw badRequest('POST a form to the token endpoint.');
  const isForm = headers['content-type']?.split(';')[0]?.trim() === 'application/x-www-form-urlencoded';
  return signIn.issue(tenant, new URLSearchParams(isForm ? raw.toString('utf8') : ''));
}

async function endingOf(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body, headers: error.headers };
    console.error(error);
    const defect = new ApiError(500, 'Internal_ServerError', 'a defect of the contract server');
    return { status: 500, body: defect.body };
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  const typed = {
    'Content-Type': 'application/json; odata.metadata=minimal',
    'Content-Length': Buffer.byteLength(text),
  };
  response.writeHead(status, { ...(text === '' ? {} : typed), ...headers });
  response.end(text);
}

/** The shop's number for an order, in a body or a filter, for the record of requests. */
function externalIdIn({ url, raw }: Received): string | undefined {
  const sought = `${url.searchParams.get('$filter') ?? ''} ${raw?.subarray(0, 4_096).toString('utf8') ?? ''}`;
  return /externalDocumentNumber"?(?: eq |\s*:\s*)["']([\w-]{1,64})["']/.exec(sought)?.[1];
}
