import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

const BODY_BYTES_MAX = 1024 * 1024;

/** A request as it came, before anything in it was judged. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** A refusal when the body was too large. */
  readonly raw: Buffer | Refusal;
}

/** Reads a request to its end. Throws when the caller goes away. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  const tooLarge = new Refusal(413, 'body_too_large', `a body has at most ${BODY_BYTES_MAX} bytes`);
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://sandbox');
  const raw = bytes > BODY_BYTES_MAX ? tooLarge : Buffer.concat(chunks);
  return { method: request.method ?? 'GET', path, query, headers: request.headers, raw };
}

/** The body as JSON (or as a form, where one is taken); `{}` when there is none. Throws 413, 415 or 400. */
export function parse({ raw, headers }: Received, form: boolean): unknown {
  if (raw instanceof Refusal) throw raw;
  if (raw.length === 0) return {};
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (form && type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  if (type !== 'application/json')
    throw new Refusal(415, 'unsupported_media_type', 'send Content-Type: application/json');
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'invalid_json', 'the body is not JSON');
  }
}

/** The `external_id` that a request carries in its body or query, for the record of requests. */
export function externalIdIn({ raw, query }: Received): string | undefined {
  const asked = query.get('external_id')?.slice(0, 64);
  if (raw instanceof Refusal || raw.length === 0) return asked;
  try {
    const body = JSON.parse(raw.toString('utf8')) as { external_id?: unknown } | null;
    return typeof body?.external_id === 'string' ? body.external_id.slice(0, 64) : asked;
  } catch {
    return asked;
  }
}
