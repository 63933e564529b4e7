import { Fault } from './faults/fault.ts';
import type { FaultBook } from './faults/fault-book.ts';
import { parse, receive } from './http/body.ts';
import { endingOf, send } from './http/ending.ts';
import type { Handler } from './http/port.ts';
import { checkQuery, findRoute, type Route } from './http/route.ts';
import { notFound, Refusal } from './refusal.ts';
import { read } from './shapes.ts';

/** The control API: its own port and token, so that it works while the system is down. */
export function controlHandler(routes: readonly Route[], token: string): Handler {
  return (request, response) => {
    const answer = async () => {
      const received = await receive(request);
      const { method, path, query, headers } = received;
      const ending = endingOf(() => {
        if (headers.authorization !== `Bearer ${token}`)
          throw new Refusal(401, 'token_invalid', 'Authorization: Bearer <control_token>');
        const { route, parameters } = findRoute(routes, method, path);
        checkQuery(route, query);
        const body = method === 'GET' || method === 'DELETE' ? undefined : parse(received, false);
        return route.handle({ headers, parameters, query, body });
      });
      send(response, ending);
    };
    answer().catch(() => response.destroy());
  };
}

/** Faults on demand. `changed` is called after each change, so that "down" takes effect at once. */
export function faultRoutes(faults: FaultBook, changed: () => void): Route[] {
  const takeOff = (id?: number) => {
    if (!faults.remove(id) && id !== undefined) throw notFound('this fault');
    changed();
    return { status: 204 };
  };
  return [
    { method: 'GET', pattern: '/_control/faults', handle: () => ({ status: 200, body: { faults: faults.list() } }) },
    {
      method: 'POST',
      pattern: '/_control/faults',
      handle: ({ body }) => {
        const added = faults.add(read(Fault, body));
        changed();
        return { status: 201, body: added };
      },
    },
    { method: 'DELETE', pattern: '/_control/faults', handle: () => takeOff() },
    {
      method: 'DELETE',
      pattern: '/_control/faults/:id',
      handle: ({ parameters }) => takeOff(Number(parameters.id)),
    },
  ];
}
