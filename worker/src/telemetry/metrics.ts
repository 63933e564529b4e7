import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Backlog } from '../engine/engine.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface ShopFigures {
  readonly problem: string | null;
  readonly leaseLeftMs: number;
  readonly lastExchangeAt: number | null;
  readonly database?: { readonly state: string };
}

/** Prometheus metrics of one worker. Labels are shop codes, system and operation names: never a person's. */
export function openMetrics(backlog: () => Backlog, shops: () => Record<string, ShopFigures>) {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('causeway_events_waiting', 'Events not yet decided.', () => backlog().events);
  gauge('causeway_calls_waiting', 'Calls not yet answered.', () => backlog().calls);
  gauge('causeway_effects_waiting', 'Effects not yet answered by their shop.', () => backlog().effects);
  gauge('causeway_open_subjects', 'Subjects that are not closed.', () => backlog().openSubjects);
  gauge('causeway_oldest_event_seconds', 'Age of the oldest event that waits; 0: none.', () => {
    const { oldestAt } = backlog();
    return oldestAt === null ? 0 : (Date.now() - oldestAt) / 1000;
  });
  new Gauge({
    name: 'causeway_calls_held',
    help: 'Calls that wait before they leave, by what they wait for.',
    labelNames: ['shop', 'role', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { shop, role, reason, calls } of backlog().held) this.set({ shop, role, reason }, calls);
    },
  });
  const ofShop = (name: string, help: string, read: (figures: ShopFigures) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['shop'],
      registers,
      collect() {
        for (const [shop, figures] of Object.entries(shops())) this.set({ shop }, read(figures));
      },
    });
  ofShop('causeway_lease_left_seconds', 'How long the lease on a shop lasts.', (shop) => shop.leaseLeftMs / 1000);
  ofShop('causeway_shop_problem', '1: not served, or the last exchange did not work.', (shop) =>
    shop.problem === null ? 0 : 1,
  );
  ofShop(
    'causeway_last_exchange_timestamp_seconds',
    'When an exchange with the shop last worked; 0: not since the start.',
    (shop) => (shop.lastExchangeAt ?? 0) / 1000,
  );
  new Gauge({
    name: 'causeway_database_lane_up',
    help: "1: rows come straight from the shop's database; 0: by exchanges. Of shops that have one configured.",
    labelNames: ['shop'],
    registers,
    collect() {
      for (const [shop, { database }] of Object.entries(shops()))
        if (database !== undefined) this.set({ shop }, database.state === 'serving' ? 1 : 0);
    },
  });
  const databaseRows = new Counter({
    name: 'causeway_database_rows_total',
    help: "Rows that came straight from the shop's database.",
    labelNames: ['shop'],
    registers,
  });
  const exchanges = new Histogram({
    name: 'causeway_exchange_seconds',
    help: 'Exchanges with a shop.',
    labelNames: ['shop', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const calls = new Histogram({
    name: 'causeway_call_seconds',
    help: 'Calls to outside systems.',
    labelNames: ['system', 'operation', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const webhooks = new Counter({
    name: 'causeway_webhooks_total',
    help: 'Webhooks: at which door (intake, mailbox), and what became of them.',
    labelNames: ['door', 'system', 'outcome'],
    registers,
  });
  return { registry, exchanges, databaseRows, calls, webhooks };
}

export type Metrics = ReturnType<typeof openMetrics>;
