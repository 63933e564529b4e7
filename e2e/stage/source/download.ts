import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

const firstByteMsMax = 5_000;
const wholeMsMax = 5 * 60_000;

/** Downloads to a file. Fails within five seconds where the host can't be reached. */
export async function download(url: string, file: string): Promise<void> {
  const connect = new AbortController();
  const timer = setTimeout(() => connect.abort(), firstByteMsMax);
  const signal = AbortSignal.any([connect.signal, AbortSignal.timeout(wholeMsMax)]);
  try {
    const response = await fetch(url, { signal });
    clearTimeout(timer);
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file));
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`could not download ${url}: ${cause}`);
  } finally {
    clearTimeout(timer);
  }
}
