import type { ServerResponse } from 'node:http';
import type { EndingFault } from '../faults/fault.ts';
import { Refusal } from '../refusal.ts';
import type { Answer } from './route.ts';

interface Page {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a request ends for its caller. */
export type Ending =
  | ({ readonly kind: 'json' } & Page)
  | ({ readonly kind: 'html' } & Page)
  | { readonly kind: 'reset' };

/** Runs a route; a refusal becomes its answer, a defect becomes 500 `internal` and a line on stderr. */
export function endingOf(route: () => Answer): Ending {
  try {
    const { status, body, headers } = route();
    return { kind: 'json', status, body: body === undefined ? '' : JSON.stringify(body), headers: headers ?? {} };
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    console.error(error);
    return refused(new Refusal(500, 'internal', 'a defect of the sandbox'));
  }
}

/** The faults that fall on an answer, and so on what is already committed. */
export function fallsOnAnswer(fault: EndingFault): boolean {
  if (fault.kind === 'reset_after_commit' || fault.kind === 'truncate') return true;
  return 'after_commit' in fault && fault.after_commit === true;
}

/** What the caller gets instead of `honest` (undefined when the request was not handled). */
export function faulty(fault: EndingFault, honest: Ending | undefined): Ending {
  switch (fault.kind) {
    case 'reset_before':
    case 'reset_after_commit':
      return { kind: 'reset' };
    case 'rate_limit': {
      const headers = { 'Retry-After': String(fault.retry_after_s ?? 1) };
      return refused(new Refusal(429, 'rate_limited', 'too many requests', undefined, headers));
    }
    case 'error': {
      const { status = 500, retry_after_s } = fault;
      const headers = retry_after_s === undefined ? {} : { 'Retry-After': String(retry_after_s) };
      return refused(new Refusal(status, 'internal', 'something broke on our side', undefined, headers));
    }
    case 'html':
      return {
        kind: 'html',
        status: 502,
        body: '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
        headers: {},
      };
    case 'truncate':
      return honest?.kind === 'json'
        ? { ...honest, body: honest.body.slice(0, Math.ceil(honest.body.length / 2)) }
        : { kind: 'reset' };
    case 'expired_sign_in':
    case 'refuse_everything':
      throw new Error(`${fault.kind} is played by the routes`);
  }
}

export function send(response: ServerResponse, ending: Ending): void {
  if (ending.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const type = ending.kind === 'html' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  const typed = ending.body === '' ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(ending.body) };
  response.writeHead(ending.status, { ...typed, ...ending.headers });
  response.end(ending.body);
}

function refused(reason: Refusal): Ending {
  return { kind: 'json', status: reason.status, body: JSON.stringify(reason.body), headers: reason.headers };
}
