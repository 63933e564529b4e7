import type { Engine } from '../engine/engine.ts';
import { type OutsideSystem, WebhookRefused } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { noticesOf } from './notices.ts';
import type { Reply, Route } from './server.ts';

export interface WebhookPorts {
  readonly engine: Engine;
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  readonly shops: ReadonlySet<string>;
  readonly log: Logger;
  readonly count: (system: string, outcome: 'taken' | 'refused' | 'unknown_document') => void;
}

/**
 * `POST /hooks/{system}`: a signed webhook. It is answered 204 only once its notices are durable; a repeat is harmless.
 * 401: the signature isn't believed. Documents that no engine state knows are counted and left to the systems' polls.
 */
export function webhookRoute(ports: WebhookPorts): Route {
  return (arrival) => {
    const [first, name, ...rest] = arrival.path;
    if (first !== 'hooks' || name === undefined || rest.length > 0) return null;
    const system = ports.systems.get(name);
    if (system === undefined) return Promise.resolve({ status: 404, body: 'no such system\n' });
    if (arrival.method !== 'POST') return Promise.resolve({ status: 405, body: 'POST only\n' });
    return take(ports, system, arrival.headers, arrival.body);
  };
}

async function take(
  ports: WebhookPorts,
  system: OutsideSystem,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Reply> {
  try {
    const notice = system.receive({ headers, body });
    const known = noticesOf(`${system.name}:${notice.id}`, system.role, notice.externalIds, ports.shops).filter(
      (event) => ports.engine.peek(event) !== null,
    );
    await ports.engine.submit(known);
    ports.count(system.name, known.length > 0 ? 'taken' : 'unknown_document');
    return { status: 204 };
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error;
    ports.count(system.name, 'refused');
    ports.log.warn({ system: system.name, reason: error.reason }, 'a webhook was refused');
    return { status: 401, body: 'signature not accepted\n' };
  }
}
