import type { IncomingHttpHeaders } from 'node:http';
import type { Configuration } from '../configuration.ts';
import type { Records } from '../records/records.ts';

/** A signed-in request to the API. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The body's JSON, undefined when there is none. */
  readonly body: unknown;
  /** The address of the API, up to `/api/v2.0`. */
  readonly root: string;
  readonly records: Records;
  readonly configuration: Configuration;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}
