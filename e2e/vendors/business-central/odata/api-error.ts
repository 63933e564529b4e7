import { randomUUID } from 'node:crypto';

/**
 * A refusal as Business Central words it: `{"error":{"code","message"}}`, the message ends with a CorrelationId.
 * The words of the messages are this server's own. Codes: dev-itpro/webservices/dynamics-error-codes.md. That page gives no statuses; README.md says which are known.
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

export const badBody = () => badRequest('The body is not what JSON asks for here.');

export const noProperty = (type: string, name: string) => badRequest(`'${name}' is no property of a ${type}.`);

/** An address that can't be read. */
export const badPath = () => new ApiError(400, 'BadRequest_NotFound', 'The address is not well formed.');

/** A wrong query option or query string. */
export const badUrl = (message: string) => new ApiError(400, 'BadRequest_InvalidRequestUrl', message);

/** What the application itself refuses (an AL `Error`). */
export const dialog = (message: string) => new ApiError(400, 'Application_DialogException', message);

/** What is written once and stays. */
export const stays = (field: string) => dialog(`"${field}" stays as it was first written.`);

/** A field that hasn't the value that an act needs (an AL `TestField`). */
export const wrongState = (message: string) => new ApiError(400, 'Application_FieldValidationException', message);

export const readOnly = (field: string) =>
  new ApiError(400, 'BadRequest_InvalidOperation', `'${field}' can only be read.`);

export const missingField = (field: string) =>
  new ApiError(400, 'BadRequest_RequiredParamNotProvided', `'${field}' needs a value.`);

export const notInTable = (field: string, value: string) =>
  new ApiError(400, 'Internal_InvalidTableRelation', `'${value}' of '${field}' is in no table of this company.`);

export const noResource = (segment: string) =>
  new ApiError(404, 'BadRequest_ResourceNotFound', `Nothing is known as '${segment}' here.`);

export const noRecord = (type: string, id: string) =>
  new ApiError(404, 'Internal_RecordNotFound', `There is no ${type} with id '${id}'.`);

export const noMethod = (method: string, set: string) =>
  new ApiError(405, 'BadRequest_MethodNotAllowed', `${method} is not possible on '${set}'.`);

/** Documented, but not built here: said as such, so that nobody takes it for Business Central's own word. */
export const notBuilt = (what: string) =>
  new ApiError(501, 'BadRequest_MethodNotImplemented', `This contract server doesn't have ${what}.`);
