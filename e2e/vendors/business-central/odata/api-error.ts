import { randomUUID } from 'node:crypto';

/**
 * A refusal as Business Central words it: `{"error":{"code","message"}}`, the message ends with a CorrelationId.
 * Codes: dev-itpro/webservices/dynamics-error-codes.md. That page gives no statuses; README.md says which are known.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  get body(): object {
    return { error: { code: this.code, message: `${this.message}  CorrelationId:  ${randomUUID()}.` } };
  }
}

export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message);

/** A wrong query option or query string. */
export const badUrl = (message: string) => new ApiError(400, 'BadRequest_InvalidRequestUrl', message);

/** What the application itself refuses (an AL `Error`). */
export const dialog = (message: string) => new ApiError(400, 'Application_DialogException', message);

/** A field that hasn't the value that an act needs (an AL `TestField`). */
export const wrongState = (message: string) => new ApiError(400, 'Application_FieldValidationException', message);

export const readOnly = (field: string) =>
  new ApiError(400, 'BadRequest_InvalidOperation', `Control '${field}' is read-only.`);

export const missingField = (field: string) =>
  new ApiError(400, 'BadRequest_RequiredParamNotProvided', `Field '${field}' must not be blank or empty.`);

export const notInTable = (field: string, value: string) =>
  new ApiError(
    400,
    'Internal_InvalidTableRelation',
    `The field ${field} contains a value (${value}) of no related record.`,
  );

export const noResource = (segment: string) =>
  new ApiError(404, 'BadRequest_ResourceNotFound', `Resource not found for the segment '${segment}'.`);

export const noRecord = (type: string, id: string) =>
  new ApiError(
    404,
    'Internal_RecordNotFound',
    `The ${type} does not exist. Identification fields and values: Id='${id}'`,
  );

export const noMethod = (method: string, set: string) =>
  new ApiError(405, 'BadRequest_MethodNotAllowed', `'${method}' requests for '${set}' are not allowed.`);

/** Documented, but not built here: said as such, so that nobody takes it for Business Central's own word. */
export const notBuilt = (what: string) =>
  new ApiError(501, 'BadRequest_MethodNotImplemented', `This contract server doesn't have ${what}.`);
