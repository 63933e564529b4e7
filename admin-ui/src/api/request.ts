import apiFetch from '@wordpress/api-fetch';

const namespace = '/causeway/v1';

/** A refusal as WordPress's REST API words it. */
export class RequestRefused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = 'RequestRefused';
    this.code = code;
    this.status = status;
  }
}

/** The shop has no such order, return or exception. */
export const isMissing = (error: Error | null): boolean => error instanceof RequestRefused && error.status === 404;

/** GET from Causeway's routes. `query` entries that are undefined are left out; arrays repeat as `name[]`. */
export async function read<T>(path: string, query: QueryValues = {}, signal?: AbortSignal): Promise<T> {
  return await send<T>({ path: namespace + path + queryString(query), ...(signal ? { signal } : {}) });
}

/** POST or DELETE to Causeway's routes. */
export async function write<T>(method: 'POST' | 'DELETE', path: string, data: object = {}): Promise<T> {
  return await send<T>({ path: namespace + path, method, data });
}

export type QueryValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export function queryString(query: QueryValues): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const one of value) params.append(`${name}[]`, one);
    else params.append(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

interface Sent {
  readonly path: string;
  readonly method?: string;
  readonly data?: object;
  readonly signal?: AbortSignal;
}

async function send<T>(options: Sent): Promise<T> {
  try {
    return await apiFetch<T>(options);
  } catch (error) {
    if (error instanceof DOMException) throw error;
    const said = error as { code?: string; message?: string; data?: { status?: number } };
    throw new RequestRefused(said.code ?? 'unknown', said.message ?? String(error), said.data?.status ?? 0);
  }
}
