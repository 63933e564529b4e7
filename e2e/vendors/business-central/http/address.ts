import type { Configuration } from '../configuration.ts';
import { isGuid } from '../model/read-body.ts';
import { ApiError, badPath, noResource, notBuilt } from '../odata/api-error.ts';

/** One step of an API path: `salesOrders`, `salesOrders(…)`, `subscriptions('…')` or `Microsoft.NAV.post`. */
export interface Segment {
  readonly name: string;
  readonly key: string | undefined;
}

/**
 * The path below `/v2.0/[{tenant}/]{environment}/api/v2.0` (dev-itpro/webservices/api-endpoint-structure.md).
 * Throws 404: `NoEnvironment` isn't in the pages, the rest is `BadRequest_ResourceNotFound`.
 */
export function readAddress(path: string, { tenant, environment }: Configuration): Segment[] {
  const parts = decode(path)
    .split('/')
    .filter((part) => part !== '');
  if (parts.shift() !== 'v2.0') throw noResource(path);
  const named = parts[0] ?? '';
  if (isGuid(named)) {
    if (named.toLowerCase() !== tenant)
      throw new ApiError(404, 'Internal_TenantUnavailable', `Tenant '${named}' can't be reached.`);
    parts.shift();
  }
  const asked = parts.shift() ?? '';
  if (asked.toLowerCase() !== environment.toLowerCase())
    throw new ApiError(404, 'NoEnvironment', `There is no environment '${asked}'.`);
  if (parts.shift() !== 'api' || parts.shift() !== 'v2.0') throw noResource(path);
  return parts.map(readSegment);
}

function readSegment(part: string): Segment {
  if (part.startsWith('$')) throw notBuilt(part);
  const [, name, key] = /^([\w.]+)(?:\((.*)\))?$/.exec(part) ?? [];
  if (name === undefined) throw badPath();
  if (key === undefined) return { name, key };
  const unquoted = /^'(.*)'$/.exec(key)?.[1];
  if (unquoted !== undefined && name === 'subscriptions') return { name, key: unquoted };
  if (isGuid(key)) return { name, key: key.toLowerCase() };
  throw badPath();
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badPath();
  }
}
