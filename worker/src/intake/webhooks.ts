import { type OutsideSystem, WebhookRefused } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Announcements, Outcome } from './announcements.ts';
import { Rate } from './rate.ts';
import type { Arrival, Reply, Route } from './server.ts';

/** What became of a webhook at one of the two doors. */
export type CountWebhook = (
  door: 'intake' | 'mailbox',
  system: string,
  outcome: Outcome | 'stock' | 'handshake' | 'refused' | 'limited' | 'no_such_system',
) => void;

export interface WebhookPorts {
  readonly announcements: Pick<Announcements, 'take'>;
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  /** Has the system's poll ask now; `stock`: has its stock read. */
  readonly poll: (system: string, what?: 'stock') => void;
  readonly log: Logger;
  readonly count: CountWebhook;
  readonly now?: () => number;
}

/** Of one system, signed or not: what is above comes back, and the poll catches up. */
export const WEBHOOKS_A_MINUTE_MAX = 600;

/** What a handshake asks to have back is the sender's own text: nothing of this length is a token. */
const HANDSHAKE_CHARACTERS_MAX = 2048;

/**
 * `POST /hooks/{system}`: a signed webhook. It is answered 204 only once what it says is durable; a repeat changes nothing.
 * 401: the signature isn't believed. 429: too many in this minute. With a query, and then by GET too, it may be a
 * handshake: 200 with the text that was asked for.
 */
export function webhookRoute(ports: WebhookPorts): Route {
  const now = ports.now ?? Date.now;
  const rate = new Rate(WEBHOOKS_A_MINUTE_MAX, now);
  const sayRefused = refusals(ports.log, now);
  return (arrival) => {
    const [first, name, ...rest] = arrival.path;
    if (first !== 'hooks' || name === undefined || rest.length > 0) return null;
    const system = ports.systems.get(name);
    if (system === undefined) return Promise.resolve({ status: 404, body: 'no such system\n' });
    const mayShakeHands = arrival.method === 'GET' && Object.keys(arrival.query).length > 0;
    if (arrival.method !== 'POST' && !mayShakeHands) return Promise.resolve(postOnly);
    const wait = rate.spend(name);
    if (wait === null) return take(ports, system, arrival, now(), sayRefused);
    ports.count('intake', name, 'limited');
    return Promise.resolve({ status: 429, body: 'too many in this minute\n', retryAfterSeconds: wait });
  };
}

const postOnly: Reply = { status: 405, body: 'POST only\n' };

async function take(
  { announcements, count, poll }: WebhookPorts,
  system: OutsideSystem,
  { method, headers, query, body }: Arrival,
  receivedAt: number,
  sayRefused: SayRefused,
): Promise<Reply> {
  try {
    const received = system.receive({ headers, query, body, receivedAt });
    if ('handshake' in received) return shakeHands(received.handshake, () => count('intake', system.name, 'handshake'));
    if (method !== 'POST') return postOnly;
    const { id, externalIds } = received;
    const outcome = await announcements.take({ system, source: id, externalIds, said: { body, receivedAt } });
    if (received.poll) poll(system.name);
    if (received.stock) poll(system.name, 'stock');
    count('intake', system.name, received.stock ? 'stock' : received.poll ? 'taken' : outcome);
    return { status: 204 };
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error;
    count('intake', system.name, 'refused');
    sayRefused({ door: 'intake', system: system.name, reason: error.reason });
    return { status: 401, body: 'signature not accepted\n' };
  }
}

/** Anybody may ask for it: what could be read as a page goes back escaped. */
function shakeHands(text: string, counted: () => void): Reply {
  if (text.length > HANDSHAKE_CHARACTERS_MAX) return { status: 400, body: 'too long for a handshake\n' };
  counted();
  return { status: 200, body: text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`) };
}

export type SayRefused = (refused: {
  readonly door: 'intake' | 'mailbox';
  readonly system: string;
  readonly reason: string;
  readonly shop?: string;
}) => void;

/** Each reason is said once a minute: who floods the door must not flood the log. The counter has them all. */
export function refusals(log: Logger, now: () => number = Date.now): SayRefused {
  const said = new Rate(1, now);
  return (refused) => {
    if (said.spend(JSON.stringify(refused)) === null) log.warn(refused, 'a webhook was refused');
  };
}
