import type { Books } from '../documents/books.ts';
import { entityOf, known } from '../model/entities.ts';
import type { Entity } from '../model/entity.ts';
import { ApiError, noMethod, noResource } from '../odata/api-error.ts';
import { ALL_COMPANIES } from '../records/company-data.ts';
import type { Stored } from '../records/records.ts';
import { act } from './actions.ts';
import type { Segment } from './address.ts';
import type { Answer, Call } from './call.ts';
import { list, one } from './reading.ts';
import { change, create, remove } from './writing.ts';

/** The entity sets of a company, by their addresses; every call is one commit (the caller's). */
export function answer(call: Call, segments: readonly Segment[]): Answer {
  const [first, ...below] = segments;
  if (first === undefined) throw noResource('api');
  if (first.name !== 'companies') return inCompany(call, call.url.searchParams.get('company') ?? undefined, segments);
  if (below.length > 0) return inCompany(call, first.key, below);
  if (call.method !== 'GET') throw noMethod(call.method, 'companies');
  return companies(call, first.key);
}

function inCompany(call: Call, asked: string | undefined, [target, ...below]: readonly Segment[]): Answer {
  const company = companyOf(call, asked);
  const books: Books = { records: call.records, company, configuration: call.configuration };
  const entity = entityOf(target?.name ?? '');
  if (target === undefined || entity === undefined || entity.set === 'companies') throw noResource(target?.name ?? '');
  if (below.length === 0) return onSet(call, books, entity, target.key, undefined);
  if (target.key === undefined || below.length > 1) throw noResource(below[0]?.name ?? '');
  const [next] = below;
  const document = books.records.get(company, entity.set, target.key);
  const action = /^Microsoft\.NAV\.(\w+)$/.exec(next?.name ?? '')?.[1];
  if (action !== undefined) return act(call, books, entity, document, action);
  if (next === undefined || next.name !== entity.lines) throw noResource(next?.name ?? '');
  return onSet(call, books, known(next.name), next.key, document);
}

function onSet(call: Call, books: Books, entity: Entity, key: string | undefined, parent: Stored | undefined): Answer {
  const { method } = call;
  if (!(entity.methods as readonly string[]).includes(method)) throw noMethod(method, entity.set);
  if (key === undefined) {
    if (method === 'GET') return list(call, books, entity, parent);
    if (method === 'POST') return create(call, books, entity, parent);
    throw noMethod(method, entity.set);
  }
  const record = books.records.get(books.company, entity.set, key);
  if (parent !== undefined && record.parent !== parent.id) throw noResource(key);
  if (method === 'GET') return one(call, books, entity, record);
  if (method === 'PATCH') return change(call, books, entity, record);
  if (method === 'DELETE') return remove(call, books, entity, record);
  throw noMethod(method, entity.set);
}

/** Without a company in the address the only one is meant, if there is only one (webservices/use-odata-to-modify-data.md). */
function companyOf({ configuration }: Call, asked: string | undefined): string {
  const { companies } = configuration;
  if (asked === undefined && companies.length === 1 && companies[0] !== undefined) return companies[0].id;
  const company = companies.find(({ id }) => id === asked?.toLowerCase());
  if (company !== undefined) return company.id;
  throw new ApiError(404, 'Internal_CompanyNotFound', 'The address names no company that is here.');
}

function companies(call: Call, key: string | undefined): Answer {
  const books: Books = { records: call.records, company: ALL_COMPANIES, configuration: call.configuration };
  if (key === undefined) return list(call, books, known('companies'), undefined);
  return one(call, books, known('companies'), books.records.get(ALL_COMPANIES, 'companies', companyOf(call, key)));
}
