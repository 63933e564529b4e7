import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SalesOrder } from '@causeway/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JsonApi, type JsonRequest } from '../../worker/src/http/json-api.ts';
import { ClientCredentialsSignIn } from '../../worker/src/http/oauth/client-credentials.ts';
import { memoryOfBench } from '../../worker/src/systems/conformance/bench.ts';
import { ADDRESS, failureOf, newExternalId } from '../../worker/src/systems/conformance/documents.ts';
import { BusinessCentralErp } from '../../worker/src/systems/erp/business-central/business-central-erp.ts';
import { deletedOrders, deletedReturns } from '../../worker/src/systems/erp/business-central/orders/deletions.ts';
import { References } from '../../worker/src/systems/erp/business-central/references.ts';
import type { Settings } from '../../worker/src/systems/erp/business-central/settings.ts';
import { Api } from '../../worker/src/systems/erp/business-central/talk/api.ts';
import { salesOrder } from '../../worker/src/systems/erp/conformance/orders.ts';
import { type BusinessCentral, startBusinessCentral } from '../vendors/business-central/running.ts';
import { type BusinessCentralApi, businessCentralApi } from './business-central-api.ts';
import { type Call, type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { BUSINESS_CENTRAL_WORDS, openErp, settingsOf } from './subjects/business-central.ts';

let folder: string;
let server: BusinessCentral;
let proxy: FaultProxy;
let api: BusinessCentralApi;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-business-central-'));
  server = await startBusinessCentral({ folder });
  proxy = await startFaultProxy(server.url);
  api = businessCentralApi(server);
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (change: Partial<Settings> = {}) =>
  openErp(server, { ...settingsOf(server, proxy.url), ...change }, memoryOfBench()).port;
const order = (change: Partial<SalesOrder> = {}) => ({
  ...salesOrder(BUSINESS_CENTRAL_WORDS, newExternalId()),
  ...change,
});
const nativeOf = async ({ externalId }: SalesOrder) =>
  (await api.send('GET', `/salesOrders?$filter=externalDocumentNumber eq '${externalId}'&$expand=salesOrderLines`))
    .value[0];
const commentsOf = ({ salesOrderLines }: { salesOrderLines: { lineType: string; description: string }[] }) =>
  salesOrderLines.flatMap(({ lineType, description }) => (lineType === 'Comment' ? [description] : []));
const ordersThere = async () => (await server.control.state()).records.salesOrders ?? 0;

test('the road of an order: taken whole, released, posted and gone, and still told with its total', async () => {
  const sent = order({ note: 'Bitte klingeln' });
  const erp = open();
  const { id, totalMinor, status } = await erp.createOrder(sent, signal);
  expect([totalMinor, status]).toEqual([sent.totalMinor, 'open']);
  const native = await nativeOf(sent);
  expect(native).toMatchObject({
    number: id,
    shipToName: ADDRESS.name,
    shipToAddressLine2: '',
    orderDate: '2026-11-27',
  });
  expect(commentsOf(native)).toEqual(['Shop order 1042: on account, COD', 'Note: Bitte klingeln']);
  await server.control.release(id);
  expect(await erp.findOrders(sent.externalId, signal)).toMatchObject([
    { id, status: 'allocated', allocation: 'full' },
  ]);
  await server.control.post(id);
  expect(await nativeOf(sent)).toBeUndefined();
  const closed = { id, number: id, status: 'closed', totalMinor: sent.totalMinor, externalId: sent.externalId };
  expect(await erp.findOrders(sent.externalId, signal)).toMatchObject([closed]);
  const [invoice] = (await api.send('GET', `/salesInvoices?$filter=orderNumber eq '${id}'`)).value;
  await api.send('POST', `/salesInvoices(${invoice.id})/Microsoft.NAV.cancel`);
  expect(await erp.findOrders(sent.externalId, signal)).toMatchObject([{ id, status: 'cancelled' }]);
  expect(await erp.cancelOrder(id, signal)).toMatchObject({ id, status: 'cancelled' });
});

test('tax that it rounds otherwise is made up for by one line, and the total is the shop’s', async () => {
  const whole = order();
  const line = { ...whole.lines[0], netMinor: 839, taxMinor: 160, quantity: '1' } as SalesOrder['lines'][number];
  const sent = { ...whole, lines: [line], totalMinor: 999, taxMinor: 160 };
  expect((await open().createOrder(sent, signal)).totalMinor).toBe(999);
  const lines = (await nativeOf(sent)).salesOrderLines;
  expect(lines.at(-1)).toMatchObject({ description: 'Rounding', unitPrice: 0.01, taxCode: 'ZERO' });
  expect(lines).toHaveLength(3);
});

test('a total that rounding does not explain is a mismatch, and the order is taken off again', async () => {
  const before = await ordersThere();
  const sent = order();
  const wrong = { ...sent, totalMinor: sent.totalMinor + 5 };
  const failure = await failureOf(open().createOrder(wrong, signal));
  expect([failure.category, failure.phase]).toEqual(['total_mismatch', 'before_send']);
  expect(failure.message).toBe('Business Central counts 60.32 EUR, the shop 60.38 EUR');
  expect(await ordersThere()).toBe(before);
});

test('a rounding line that is refused leaves no order either', async () => {
  const before = await ordersThere();
  const settings = settingsOf(server);
  const lines = { ...settings.lines, rounding: { type: 'Account', number: '9999' } as const };
  const sent = order();
  const failure = await failureOf(open({ lines }).createOrder({ ...sent, totalMinor: sent.totalMinor + 1 }, signal));
  expect([failure.category, failure.phase]).toEqual(['validation', 'before_send']);
  expect(await ordersThere()).toBe(before);
});

test('what can not be read after the order was made may have happened: nobody sends it again', async () => {
  const sent = order();
  const erp = open();
  await erp.findOrders(sent.externalId, signal);
  const byId = ({ method, path }: Call) => method === 'GET' && /salesOrders\([^)]*\)$/.test(path);
  const lost = await proxy.play('busy', byId);
  const failure = await failureOf(erp.createOrder(sent, signal)).finally(lost.heal);
  expect([failure.category, failure.phase, failure.retryAfterMs]).toEqual(['rate_limit', 'after_send', 7000]);
  expect(await erp.findOrders(sent.externalId, signal)).toHaveLength(1);
});

/** An adapter before whose every PATCH a colleague does something. */
function meddledErp(meddle: () => Promise<void>): BusinessCentralErp {
  const settings = settingsOf(server);
  const ports = { memory: memoryOfBench(), now: Date.now };
  const { tokenUrl, clientId, clientSecret, scope } = server;
  const signIn = new ClientCredentialsSignIn({ tokenUrl, clientId, clientSecret, scope, system: 'the ERP' }, ports);
  const line = new JsonApi(server.url, 'the ERP');
  const send = async (request: JsonRequest) => {
    if (request.method === 'PATCH') await meddle();
    return line.send(request);
  };
  const native = new Api(settings.apiUrl ?? '', { id: server.companyId }, { ...ports, http: { send }, signIn });
  const office = { api: native, references: new References(native, Date.now), settings };
  const deleted = { orders: deletedOrders(ports.memory), returns: deletedReturns(ports.memory) };
  return new BusinessCentralErp(office, deleted, Date.now);
}

test('a colleague’s change in between is read again once; one after the other is a conflict', async () => {
  const sent = order();
  const { id } = await open().createOrder(sent, signal);
  const { id: guid } = await nativeOf(sent);
  let changes = 0;
  const colleague = (times: number) => {
    changes = 0;
    return meddledErp(async () => {
      if (changes >= times) return;
      changes += 1;
      await api.send('PATCH', `/salesOrders(${guid})`, { salesperson: changes % 2 === 1 ? 'JO' : '' });
    });
  };
  await colleague(1).amendOrder(id, { shipTo: { ...ADDRESS, city: 'Lübeck' } }, signal);
  expect([changes, (await nativeOf(sent)).shipToCity]).toEqual([1, 'Lübeck']);
  const failure = await failureOf(colleague(9).amendOrder(id, { shipTo: ADDRESS }, signal));
  expect([failure.category, failure.phase, changes]).toEqual(['conflict', 'before_send', 2]);
  expect((await nativeOf(sent)).shipToCity).toBe('Lübeck');
});

test('a note that is amended replaces the old one, and nothing but notes', async () => {
  const sent = order({ note: 'wort '.repeat(60) });
  const erp = open();
  const { id } = await erp.createOrder(sent, signal);
  const reference = 'Shop order 1042: on account, COD';
  expect(commentsOf(await nativeOf(sent))).toHaveLength(1 + 4);
  await erp.amendOrder(id, { note: 'Bitte klingeln' }, signal);
  expect(commentsOf(await nativeOf(sent))).toEqual([reference, 'Note: Bitte klingeln']);
  await erp.amendOrder(id, { note: '' }, signal);
  expect(commentsOf(await nativeOf(sent))).toEqual([reference]);
});

test('the account’s customer is found by number or by e-mail, and else it is the guests’', async () => {
  await api.send('POST', '/customers', { number: 'C-7', displayName: 'Frieda', email: 'frieda@example.test' });
  const ours = async (change: Partial<Settings>, customer: Partial<SalesOrder['customer']> = {}) => {
    const plain = order();
    const sent = { ...plain, customer: { ...plain.customer, ...customer } };
    await open(change).createOrder(sent, signal);
    return (await nativeOf(sent)).customerNumber;
  };
  expect(await ours({ customers: 'email' })).toBe('C-7');
  expect(await ours({ customers: 'email' }, { email: 'nobody@example.test' })).toBe('10000');
  expect(await ours({ customers: 'number' }, { accountId: 'C-100' })).toBe('C-100');
  expect(await ours({ customers: 'guest' })).toBe('10000');
  await api.send('POST', '/customers', { number: 'C-8', displayName: 'Frieda', email: 'frieda@example.test' });
  const failure = await failureOf(open({ customers: 'email' }).createOrder(order(), signal));
  expect([failure.category, failure.phase]).toEqual(['conflict', 'before_send']);
  expect(failure.message).toContain('C-7, C-8');
  expect(failure.message).not.toContain('frieda@');
});

test('a word that it does not have is a missing reference before anything is sent', async () => {
  const before = await ordersThere();
  const wanted: readonly [Partial<SalesOrder>, Partial<Settings>, string][] = [
    [{ shippingMethod: 'DRONE' }, {}, 'shipment method DRONE'],
    [{ payment: { method: 'SHELLS', state: 'paid', transactionId: null } }, {}, 'payment term SHELLS'],
    [{}, { locationCode: 'MOON' }, 'location MOON'],
  ];
  for (const [change, settings, word] of wanted) {
    const failure = await failureOf(open(settings).createOrder(order(change), signal));
    expect([failure.category, failure.phase]).toEqual(['missing_reference', 'before_send']);
    expect(failure.message).toContain(word);
  }
  await open({ payments: 'not_sent' }).createOrder(order(wanted[1]?.[0]), signal);
  expect(await ordersThere()).toBe(before + 1);
});

test('a company is found by its name; a wrong one is the configuration’s fault, not the order’s', async () => {
  const named = settingsOf(server);
  const erp = openErp(server, { ...named, company: 'CRONUS International Ltd.' }, memoryOfBench()).port;
  expect(await erp.findOrders(newExternalId(), signal)).toEqual([]);
  for (const company of ['Nobody & Sons', '00000000-0000-4000-8000-000000000001']) {
    const stranger = openErp(server, { ...named, company }, memoryOfBench()).port;
    expect((await failureOf(stranger.findOrders(newExternalId(), signal))).category).toBe('authentication');
  }
});

test('429 tells nothing of when: the wish grows with each refusal in a row, and begins anew', async () => {
  const erp = open();
  const wishes = async (times: number) => {
    const all: unknown[] = [];
    for (let n = 0; n < times; n += 1) {
      const { category, retryAfterMs } = await failureOf(erp.findOrders(newExternalId(), signal));
      all.push(category, retryAfterMs);
    }
    return all;
  };
  await server.control.settings({ limits: { requests: 1 } });
  const refused = await wishes(3).finally(() => server.control.settings({ limits: { requests: 100_000 } }));
  expect(refused).toEqual(['rate_limit', 10_000, 'rate_limit', 20_000, 'rate_limit', 40_000]);
  await erp.findOrders(newExternalId(), signal);
  await server.control.settings({ limits: { requests: 1 } });
  expect(await wishes(1).finally(() => server.control.settings({ limits: { requests: 100_000 } }))).toEqual([
    'rate_limit',
    10_000,
  ]);
});
