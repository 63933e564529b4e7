import type { IncomingHttpHeaders } from 'node:http';
import { notFound, Refusal } from '../refusal.ts';

/** A request, read: `parameters` are the pattern's `:names`, decoded. */
export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/orders/:number/cancel` */
  readonly pattern: string;
  /** Answers without sign-in. */
  readonly open?: true;
  /** Takes a form beside JSON. */
  readonly form?: true;
  /** Query parameters that are known; any other is refused. */
  readonly query?: readonly string[];
  handle(call: Call): Answer;
}

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route; throws 404 `not_found` or 405 `method_not_allowed`. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match {
  const allowed: string[] = [];
  for (const route of routes) {
    const parameters = matchPath(route.pattern, path);
    if (parameters === undefined) continue;
    if (route.method === method) return { route, parameters };
    allowed.push(route.method);
  }
  if (allowed.length === 0) throw notFound(path);
  throw new Refusal(405, 'method_not_allowed', `${method} is not possible here`, undefined, {
    Allow: allowed.join(', '),
  });
}

/** Throws 400 `unknown_parameter` for a query parameter that the route doesn't know or gets twice. */
export function checkQuery(route: Route, query: URLSearchParams): void {
  for (const parameter of new Set(query.keys())) {
    if (route.query?.includes(parameter) !== true || query.getAll(parameter).length > 1) {
      throw new Refusal(400, 'unknown_parameter', `${parameter} is not known here, or was given twice`, { parameter });
    }
  }
}

/** Reads a whole number from the query; throws 400 `invalid_parameter`. */
export function readLimit(query: URLSearchParams): number {
  const text = query.get('limit') ?? '100';
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= 500) return limit;
  throw new Refusal(400, 'invalid_parameter', 'limit is a whole number from 1 to 500', { parameter: 'limit' });
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const given = actual[index] ?? '';
    if (part.startsWith(':') && given !== '') parameters[part.slice(1)] = decode(given);
    else if (part !== given) return undefined;
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
