import type { Hint } from '@causeway/contracts';
import type { EngineEvent } from '../engine/engine.ts';
import { type OutsideSystem, WebhookRefused } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { type Announcements, outcomeOf } from './announcements.ts';
import { type CountWebhook, refusals } from './webhooks.ts';

export interface HintPorts {
  readonly announcements: Pick<Announcements, 'eventsOf'>;
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  /** Has the system's poll ask now; `stock`: has its stock read. */
  readonly poll: (system: string, what?: 'stock') => void;
  readonly log: Logger;
  readonly count: CountWebhook;
}

/** What a hint of a shop's mailbox says, as events; none where it isn't believed: that is logged, and the row is done with. */
export type ReadHint = (shop: string, hint: Hint) => EngineEvent[];

/** The same check as at our own door. `received_at` has to be of this machine's clock. */
export function hintReader({ announcements, systems, poll, log, count }: HintPorts): ReadHint {
  const sayRefused = refusals(log);
  return (shop, { system: name, received_at: receivedAt, headers, body }) => {
    const system = systems.get(name);
    if (system === undefined) {
      // Not under its own name: whoever has the mailbox's address could make up any number of them.
      count('mailbox', 'other', 'no_such_system');
      sayRefused({ door: 'mailbox', shop, system: 'other', reason: 'no system of that name is configured' });
      return [];
    }
    try {
      const received = system.receive({ headers, query: {}, body, receivedAt });
      if ('handshake' in received) throw new WebhookRefused('a mailbox can not answer a handshake');
      const { id, externalIds } = received;
      const events = announcements.eventsOf({ system, source: id, externalIds, said: { body, receivedAt } });
      if (received.poll) poll(name);
      if (received.stock) poll(name, 'stock');
      count('mailbox', name, received.stock ? 'stock' : received.poll ? 'taken' : outcomeOf(events));
      return events;
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error;
      count('mailbox', name, 'refused');
      sayRefused({ door: 'mailbox', shop, system: name, reason: error.reason });
      return [];
    }
  };
}
