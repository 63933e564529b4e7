import { type BadRequest, WEBHOOKS } from './bad-request.ts';

const RESOURCE = '/api/v2.0/companies({company})/salesOrders';
const NOWHERE = 'http://127.0.0.1:9/hook';
const subscription = (name: string, body: object, code: string): BadRequest => ({
  name,
  request: 'POST /subscriptions',
  body,
  status: 400,
  code,
  page: WEBHOOKS,
});

export const SUBSCRIPTIONS: readonly BadRequest[] = [
  subscription(
    'shipments, which nobody is told of',
    { notificationUrl: NOWHERE, resource: '/api/v2.0/companies({company})/salesShipments' },
    'BadRequest',
  ),
  subscription(
    'an address without TLS',
    { notificationUrl: 'http://example.com/hook', resource: RESOURCE },
    'BadRequest',
  ),
  subscription('no address', { resource: RESOURCE }, 'BadRequest_RequiredParamNotProvided'),
  subscription('nobody there for the handshake', { notificationUrl: NOWHERE, resource: RESOURCE }, 'BadRequest'),
  subscription(
    'an expiry of its own',
    { notificationUrl: NOWHERE, resource: RESOURCE, expirationDateTime: '2027-01-01T00:00:00Z' },
    'BadRequest_InvalidOperation',
  ),
  subscription(
    'a client state of 2049',
    { notificationUrl: NOWHERE, resource: RESOURCE, clientState: 'x'.repeat(2_049) },
    'Application_StringExceededLength',
  ),
];
