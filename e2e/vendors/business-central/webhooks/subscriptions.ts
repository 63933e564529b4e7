import type { Configuration } from '../configuration.ts';
import type { Segment } from '../http/address.ts';
import type { Answer, Call } from '../http/call.ts';
import { entityOf } from '../model/entities.ts';
import { type Fields, fixed, guid, instant, integer, NO_GUID, text } from '../model/field.ts';
import { asObject, type Body, readBody } from '../model/read-body.ts';
import { badRequest, dialog, missingField, noMethod, noRecord, noResource } from '../odata/api-error.ts';
import { checkMatch, etagOf } from '../odata/etag.ts';
import { shakeHands } from './handshake.ts';
import type { Subscription, SubscriptionTable, Wish } from './subscription-table.ts';

/** dynamics-subscriptions.md, "List of supported entities", as far as this server has them. */
const SUPPORTED = [
  'accounts',
  'currencies',
  'customers',
  'items',
  'paymentTerms',
  'salesCreditMemos',
  'salesInvoices',
  'salesOrders',
  'shipmentMethods',
  'unitsOfMeasure',
];

/** resources/dynamics_subscriptions.md; the times and ids are the service's own. */
const FIELDS: Fields = {
  subscriptionId: fixed(text(150)),
  notificationUrl: text(250),
  resource: text(250),
  timestamp: fixed(integer),
  userId: fixed(guid),
  lastModifiedDateTime: fixed(instant),
  clientState: text(2_048),
  expirationDateTime: fixed(instant),
  systemCreatedAt: fixed(instant),
  systemCreatedBy: fixed(guid),
  systemModifiedAt: fixed(instant),
  systemModifiedBy: fixed(guid),
};

/** `/subscriptions` (dev-itpro/api-reference/v2.0/api/dynamics_subscriptions_*.md). POST and PATCH shake hands first. */
export class Subscriptions {
  readonly #table: SubscriptionTable;
  readonly #configuration: Configuration;

  constructor(table: SubscriptionTable, configuration: Configuration) {
    this.#table = table;
    this.#configuration = configuration;
  }

  async answer(call: Call, [target, ...below]: readonly Segment[]): Promise<Answer> {
    this.#table.removeExpired(Date.now());
    if (below.length > 0) throw noResource(below[0]?.name ?? '');
    const key = target?.key;
    if (key === undefined) {
      if (call.method === 'GET')
        return { status: 200, body: { '@odata.context': this.#context(call), value: this.#table.list().map(shown) } };
      if (call.method === 'POST') return this.#create(call);
      throw noMethod(call.method, 'subscriptions');
    }
    const subscription = this.#get(key);
    if (call.method === 'GET') return this.#one(call, key, 200);
    if (call.method === 'PATCH') return this.#renew(call, subscription);
    if (call.method !== 'DELETE') throw noMethod(call.method, 'subscriptions');
    checkMatch(call.headers['if-match'], subscription);
    this.#table.remove(key);
    return { status: 204 };
  }

  async #create(call: Call): Promise<Answer> {
    const wish = this.#wish(readBody('subscription', FIELDS, asObject(call.body)));
    if (this.#table.list().length >= this.#configuration.limits.subscriptions)
      throw dialog('There are as many subscriptions as there may be.');
    await shakeHands(wish.notification_url);
    const now = Date.now();
    return this.#one(call, this.#table.add(wish, now, now + this.#configuration.webhooks.expire_after_ms), 201);
  }

  /** Renews for another three days, also with an empty body. */
  async #renew(call: Call, before: Subscription): Promise<Answer> {
    const sent = readBody('subscription', FIELDS, asObject(call.body ?? {}));
    checkMatch(call.headers['if-match'], before);
    const kept = {
      notificationUrl: before.notification_url,
      resource: before.resource,
      clientState: before.client_state,
    };
    const wish = this.#wish({ ...kept, ...sent });
    await shakeHands(wish.notification_url);
    const now = Date.now();
    this.#table.renew(before.id, wish, now, now + this.#configuration.webhooks.expire_after_ms);
    return this.#one(call, before.id, 200);
  }

  #wish(sent: Body): Wish {
    for (const mandatory of ['notificationUrl', 'resource']) if (!sent[mandatory]) throw missingField(mandatory);
    const [notification_url, resource] = [String(sent.notificationUrl), String(sent.resource)];
    const url = URL.canParse(notification_url) ? new URL(notification_url) : undefined;
    // Only tests listen on this machine itself.
    if (url?.protocol !== 'https:' && url?.hostname !== '127.0.0.1')
      throw badRequest('notificationUrl is no https address.');
    const [, company = '', set_name = ''] = /api\/v2\.0\/companies\(([^)]*)\)\/(\w+)$/.exec(resource) ?? [];
    if (!SUPPORTED.includes(set_name) || entityOf(set_name) === undefined)
      throw badRequest(`Nobody can subscribe to '${resource}'.`);
    if (!this.#configuration.companies.some(({ id }) => id === company.toLowerCase()))
      throw badRequest(`There is no company of '${resource}'.`);
    return {
      notification_url,
      resource,
      company: company.toLowerCase(),
      set_name,
      client_state: String(sent.clientState ?? ''),
    };
  }

  #one(call: Call, id: string, status: number): Answer {
    return { status, body: { '@odata.context': `${this.#context(call)}/$entity`, ...shown(this.#get(id)) } };
  }

  #get(id: string): Subscription {
    const subscription = this.#table.get(id);
    if (subscription === undefined) throw noRecord('subscription', id);
    return subscription;
  }

  #context({ root }: Call): string {
    return `${root}/$metadata#subscriptions`;
  }
}

function shown(subscription: Subscription): object {
  const [created, modified, expires] = [
    subscription.created_at_ms,
    subscription.modified_at_ms,
    subscription.expires_at_ms,
  ].map((ms) => new Date(ms).toISOString());
  return {
    '@odata.etag': etagOf(subscription),
    subscriptionId: subscription.id,
    notificationUrl: subscription.notification_url,
    resource: subscription.resource,
    timestamp: subscription.modified_at_ms,
    userId: NO_GUID,
    lastModifiedDateTime: modified,
    clientState: subscription.client_state,
    expirationDateTime: expires,
    systemCreatedAt: created,
    systemCreatedBy: NO_GUID,
    systemModifiedAt: modified,
    systemModifiedBy: NO_GUID,
  };
}
