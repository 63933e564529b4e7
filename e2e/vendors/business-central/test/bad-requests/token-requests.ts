import { NOBODY } from './bad-request.ts';

/** Wrong token requests: what differs from a right one, and Entra's answer. */
export const TOKEN_REQUESTS: readonly {
  name: string;
  form: Record<string, string | undefined>;
  status: number;
  error: string;
  code: number;
}[] = [
  { name: 'a wrong secret', form: { client_secret: 'wrong' }, status: 401, error: 'invalid_client', code: 7000215 },
  { name: 'no secret', form: { client_secret: undefined }, status: 401, error: 'invalid_client', code: 7000218 },
  {
    name: 'an unknown application',
    form: { client_id: NOBODY },
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
  },
  {
    name: "another service's scope",
    form: { scope: 'https://graph.microsoft.com/.default' },
    status: 400,
    error: 'invalid_scope',
    code: 70011,
  },
  { name: 'no scope', form: { scope: undefined }, status: 400, error: 'invalid_request', code: 900144 },
  {
    name: 'another grant',
    form: { grant_type: 'password' },
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
  },
];
