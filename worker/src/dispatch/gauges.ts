import { Gauge, type Registry } from 'prom-client';
import type { OutsideSystem } from '../systems/system.ts';
import type { WayOut } from './dispatch.ts';
import type { Standing } from './system-gate.ts';

const BREAKER = ['closed', 'open', 'half_open'] as const;
const REASONS = ['paused', 'maintenance', 'silent', 'sign_in', 'asked', 'rate'] as const;

/** How each configured system stands, as Prometheus metrics; labels are names of systems and a few words. */
export function systemGauges(
  registry: Registry,
  systems: ReadonlyMap<string, OutsideSystem>,
  wayOut: Pick<WayOut, 'standing'>,
): void {
  const gauge = (name: string, help: string, set: (gauge: Gauge, system: string, standing: Standing) => void) =>
    new Gauge({
      name,
      help,
      labelNames: ['system', 'state', 'reason'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [system, outside] of systems) set(this, system, wayOut.standing(outside));
      },
    });
  gauge('causeway_system_calls_out', 'Calls that are out to a system.', (each, system, { out }) =>
    each.set({ system }, out),
  );
  gauge(
    'causeway_system_calls_limit',
    'How many calls may be out to a system at once now.',
    (each, system, { limit }) => each.set({ system }, limit),
  );
  gauge(
    'causeway_system_tokens',
    'Requests that the tightest rate has left; below 0: owed.',
    (each, system, standing) => {
      if (standing.tokens !== null) each.set({ system }, standing.tokens);
    },
  );
  gauge('causeway_system_breaker', '1: the state that the breaker of a system is in.', (each, system, { breaker }) => {
    for (const state of BREAKER) each.set({ system, state }, state === breaker ? 1 : 0);
  });
  gauge('causeway_system_held', '1: calls to a system wait, for that reason.', (each, system, { hold }) => {
    for (const reason of REASONS) each.set({ system, reason }, reason === hold?.reason ? 1 : 0);
  });
}
