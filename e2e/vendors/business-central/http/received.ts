import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ApiError, badBody } from '../odata/api-error.ts';

/** A request as it came. `raw` is undefined when the body was larger than it may be. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer | undefined;
}

/** Reads a request to its end, keeping at most `mostBytes`. Throws when the caller goes away. */
export async function receive(request: IncomingMessage, mostBytes: number): Promise<Received> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const raw = bytes > mostBytes ? undefined : Buffer.concat(chunks);
  return { method: request.method ?? 'GET', url, headers: request.headers, raw };
}

/** The JSON of a body; undefined when there is none. Throws 413, 415 or 400. */
export function readJson({ raw, headers }: Received): unknown {
  if (raw === undefined) throw new ApiError(413, 'Unknown', 'The body is too large.');
  if (raw.length === 0) return undefined;
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    throw new ApiError(415, 'Unknown', 'Send Content-Type: application/json.');
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    throw badBody();
  }
}
