import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { EndingFault } from '../faults/fault.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { Refusal } from '../refusal.ts';
import { externalIdIn, parse, type Received, receive } from './body.ts';
import { type Ending, endingOf, fallsOnAnswer, faulty, send } from './ending.ts';
import type { Handler } from './port.ts';
import type { RequestRecord } from './record.ts';
import { type Answer, checkQuery, findRoute, type Route } from './route.ts';

/** What a system offers at its port. */
export interface Api {
  readonly routes: readonly Route[];
  /** Throws a 401 `Refusal`. */
  authenticate(headers: IncomingHttpHeaders): void;
  /** Plays an expired sign-in for the one that these headers present. May throw a 401 `Refusal`. */
  expireSignIn(headers: IncomingHttpHeaders): void;
  /** The external id of the document that a path names, if it names one. */
  externalIdAt(path: string): string | undefined;
}

/** Records each request, plays the faults in force, and hands the rest to the routes. */
export function apiHandler(api: Api, record: RequestRecord, faults: FaultBook): Handler {
  return (request, response) => {
    const receivedAtMs = Date.now();
    const answer = async () => {
      const received = await receive(request);
      const { method, path } = received;
      // A shipment's own id must not hide which order it is reported on.
      const externalId = api.externalIdAt(path) ?? externalIdIn(received);
      const id = record.arrived(method, path, externalId, receivedAtMs);
      const plan = faults.planRequest(method, path);
      if (plan.waitBeforeMs > 0) await pause(plan.waitBeforeMs);
      const ending = handle(api, received, plan.ending);
      if (plan.waitAfterMs > 0) await pause(plan.waitAfterMs);
      const fault = plan.ending?.kind ?? (plan.waitBeforeMs + plan.waitAfterMs > 0 ? 'latency' : null);
      // Recorded before it is sent: a caller that has its answer finds it on record.
      record.answered(id, ending.kind === 'reset' ? null : ending.status, fault);
      send(response, ending);
    };
    // The caller went away, or the store is closed: there is nobody to answer.
    answer().catch(() => response.destroy());
  };
}

function handle(api: Api, received: Received, fault: EndingFault | undefined): Ending {
  const honest = () => endingOf(() => route(api, received, fault));
  if (fault === undefined || fault.kind === 'expired_sign_in' || fault.kind === 'refuse_everything') return honest();
  return faulty(fault, fallsOnAnswer(fault) ? honest() : undefined);
}

function route(api: Api, received: Received, fault: EndingFault | undefined): Answer {
  const { method, path, query, headers } = received;
  const { route, parameters } = findRoute(api.routes, method, path);
  if (fault?.kind === 'expired_sign_in') api.expireSignIn(headers);
  if (route.open !== true) api.authenticate(headers);
  checkQuery(route, query);
  const body = method === 'GET' || method === 'DELETE' ? undefined : parse(received, route.form === true);
  if (fault?.kind === 'refuse_everything')
    throw new Refusal(422, 'refused', 'this system refuses every new document at present');
  return route.handle({ headers, parameters, query, body });
}
