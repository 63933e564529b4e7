/**
 * A request that the system refuses: thrown anywhere below a route, answered as
 * `{"error":{"code","message","details"?}}` with `status`.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details?: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }

  /** The body that the caller gets. */
  get body(): object {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.details === undefined ? {} : { details: this.details }),
      },
    };
  }
}

/** 404 for a document or a path that isn't there. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'not_found', `${what} does not exist`);
}
