import { join } from 'node:path';
import { CHANGES_SCHEMA } from './changes.ts';
import type { SandboxConfiguration } from './configuration.ts';
import { controlHandler, faultRoutes } from './control.ts';
import { CREDIT_MEMO_SCHEMA } from './erp/credit-memos.ts';
import { ERP_EVENTS, Erp } from './erp/erp.ts';
import { RETURN_SCHEMA } from './erp/returns.ts';
import { ERP_SCHEMA } from './erp/schema.ts';
import { FaultBook } from './faults/fault-book.ts';
import { apiHandler } from './http/api.ts';
import { Port } from './http/port.ts';
import { RECORD_SCHEMA, RequestRecord } from './http/record.ts';
import type { Route } from './http/route.ts';
import { STOCK_SCHEMA } from './stock/schema.ts';
import { Store } from './store.ts';
import type { System } from './system.ts';
import { DELIVERY_SCHEMA, Outgoing } from './webhooks/outgoing.ts';
import { Sender } from './webhooks/sender.ts';
import { SUBSCRIPTION_SCHEMA, Subscriptions } from './webhooks/subscription.ts';
import { RECEIPT_SCHEMA } from './wms/receipts.ts';
import { WMS_SCHEMA } from './wms/schema.ts';
import { WMS_EVENTS, Wms } from './wms/wms.ts';

const TURN_MS = 20;

export interface Running {
  /** The API's and the control API's addresses. */
  readonly url: string;
  readonly control: string;
  stop(): Promise<void>;
}

export interface Where {
  readonly dir: string;
  readonly port: number;
  readonly controlPort: number;
}

const parts = {
  erp: {
    schema: ERP_SCHEMA + RETURN_SCHEMA + CREDIT_MEMO_SCHEMA,
    events: ERP_EVENTS,
    make: (store: Store, { erp }: SandboxConfiguration, outgoing: Outgoing): System => new Erp(store, erp, outgoing),
  },
  wms: {
    schema: WMS_SCHEMA + RECEIPT_SCHEMA,
    events: WMS_EVENTS,
    make: (store: Store, { wms }: SandboxConfiguration, outgoing: Outgoing): System => new Wms(store, wms, outgoing),
  },
};

/** Starts one system on its store. Rejects when a port is taken or the store can't be opened. */
export async function start(name: 'erp' | 'wms', configuration: SandboxConfiguration, where: Where): Promise<Running> {
  const { schema, events, make } = parts[name];
  const own = configuration[name];
  const store = new Store(join(where.dir, `${name}.sqlite`), [
    RECORD_SCHEMA,
    CHANGES_SCHEMA,
    SUBSCRIPTION_SCHEMA,
    DELIVERY_SCHEMA,
    STOCK_SCHEMA,
    schema,
  ]);
  const faults = new FaultBook();
  const subscriptions = new Subscriptions(store, events);
  for (const { url, secret, events: wanted } of own.webhooks.subscriptions)
    subscriptions.put({ url, secret, events: wanted });
  const outgoing = new Outgoing(store, subscriptions, faults);
  const sender = new Sender(outgoing, subscriptions, own.webhooks);
  const system = make(store, configuration, outgoing);
  const record = new RequestRecord(store);
  for (const fault of own.faults) faults.add(fault);

  const health: Route = {
    method: 'GET',
    pattern: '/health',
    open: true,
    handle: () => ({ status: 200, body: { status: 'ok', system: name } }),
  };
  const routes = [health, ...system.routes, ...subscriptions.routes()];
  const port = new Port(where.port, apiHandler({ ...bound(system), routes }, record, faults));
  const followDown = () => void (faults.isDown ? port.close() : port.open()).catch(console.error);
  const state: Route = {
    method: 'GET',
    pattern: '/_control/state',
    handle: () => ({ status: 200, body: stateOf(system, record, outgoing, faults) }),
  };
  const controlRoutes = [state, ...faultRoutes(faults, followDown), ...system.controlRoutes];
  const control = new Port(where.controlPort, controlHandler(controlRoutes, configuration.control_token));
  await control.open();
  await port.open();

  const turn = setInterval(() => {
    const now = Date.now();
    if (faults.isDown === port.isOpen) followDown();
    system.work(now);
    sender.work(now);
  }, TURN_MS);
  const stop = async () => {
    clearInterval(turn);
    sender.stop();
    await Promise.all([port.close(), control.close()]);
    store.close();
  };
  return { url: port.url, control: control.url, stop };
}

function bound(system: System) {
  return {
    authenticate: system.authenticate.bind(system),
    expireSignIn: system.expireSignIn.bind(system),
    externalIdAt: system.externalIdAt.bind(system),
  };
}

function stateOf(system: System, record: RequestRecord, outgoing: Outgoing, faults: FaultBook): object {
  return {
    system: system.name,
    duplicate_detection: system.duplicateDetection,
    documents: system.documentCounts(),
    duplicates: system.duplicates(),
    requests: record.counts(),
    webhooks: outgoing.counts(),
    faults: faults.list(),
  };
}
