import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Backlog } from '../engine/engine.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Prometheus metrics of one worker. Labels are shop codes, system and operation names: never a person's. */
export function openMetrics(backlog: () => Backlog, leaseLeftMs: () => Record<string, number>) {
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
    name: 'causeway_lease_left_seconds',
    help: 'How long the lease on a shop lasts.',
    labelNames: ['shop'],
    registers,
    collect() {
      for (const [shop, left] of Object.entries(leaseLeftMs())) this.set({ shop }, left / 1000);
    },
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
    help: 'Webhooks at the intake.',
    labelNames: ['system', 'outcome'],
    registers,
  });
  return { registry, exchanges, calls, webhooks };
}

export type Metrics = ReturnType<typeof openMetrics>;
