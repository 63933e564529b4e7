import { join } from 'node:path';
import { controlHandler } from '../../sandbox/control.ts';
import { Port } from '../../sandbox/http/port.ts';
import { RECORD_SCHEMA, RequestRecord } from '../../sandbox/http/record.ts';
import { Store } from '../../sandbox/store.ts';
import type { Configuration } from './configuration.ts';
import { controlRoutes } from './control.ts';
import { apiHandler } from './http/handler.ts';
import { UserLimits } from './http/limits.ts';
import { SignIn, TOKEN_TABLE } from './http/sign-in.ts';
import { layCompanies } from './records/company-data.ts';
import { RECORD_TABLES, Records } from './records/records.ts';
import { Notices } from './webhooks/notices.ts';
import { Sender } from './webhooks/sender.ts';
import { SUBSCRIPTION_TABLES, SubscriptionTable } from './webhooks/subscription-table.ts';
import { Subscriptions } from './webhooks/subscriptions.ts';

const TURN_MS = 20;

export interface Where {
  /** The folder of the store, `business-central.sqlite`. */
  readonly dir: string;
  /** 0: any free port. */
  readonly port: number;
  readonly controlPort: number;
}

export interface Running {
  /** What stands for `https://api.businesscentral.dynamics.com` and `https://login.microsoftonline.com`. */
  readonly url: string;
  /** The control API's address. */
  readonly control: string;
  stop(): Promise<void>;
}

/** Starts Business Central on its store. Rejects when a port is taken or the store can't be opened. */
export async function start(configuration: Configuration, where: Where): Promise<Running> {
  const store = new Store(join(where.dir, 'business-central.sqlite'), [
    RECORD_SCHEMA,
    RECORD_TABLES,
    TOKEN_TABLE,
    SUBSCRIPTION_TABLES,
  ]);
  const notices = new Notices(store);
  const table = new SubscriptionTable(store);
  const sender = new Sender(notices, table, configuration.webhooks);
  const records = new Records(store, (record, change) => notices.note(record, change));
  store.transaction(() => layCompanies(records, configuration));
  const parts = {
    store,
    records,
    subscriptions: new Subscriptions(table, configuration),
    configuration,
    signIn: new SignIn(store, configuration),
    limits: new UserLimits(configuration.limits),
    record: new RequestRecord(store),
  };
  const port = new Port(where.port, apiHandler(parts));
  const control = new Port(where.controlPort, controlHandler(controlRoutes(parts), configuration.control_token));
  await control.open();
  await port.open();
  const turn = setInterval(() => sender.work(Date.now()), TURN_MS);
  const stop = async () => {
    clearInterval(turn);
    sender.stop();
    await Promise.all([port.close(), control.close()]);
    store.close();
  };
  return { url: port.url, control: control.url, stop };
}
