import { Webhook } from 'standardwebhooks';
import type { Delivery, Outgoing } from './outgoing.ts';
import type { Subscriptions } from './subscription.ts';

const TIMEOUT_MS = 5_000;
const IN_FLIGHT_MAX = 8;

export interface RetrySchedule {
  /** Waits after the first, second, … failure; the last repeats. */
  readonly retry_ms: readonly number[];
  readonly attempts_max: number;
}

/** Sends what is due, signed as Standard Webhooks, at least once each. */
export class Sender {
  readonly #outgoing: Outgoing;
  readonly #subscriptions: Subscriptions;
  readonly #schedule: RetrySchedule;
  readonly #inFlight = new Set<number>();
  #stopped = false;

  constructor(outgoing: Outgoing, subscriptions: Subscriptions, schedule: RetrySchedule) {
    this.#outgoing = outgoing;
    this.#subscriptions = subscriptions;
    this.#schedule = schedule;
  }

  work(nowMs: number): void {
    if (this.#inFlight.size >= IN_FLIGHT_MAX) return;
    for (const delivery of this.#outgoing.due(nowMs, IN_FLIGHT_MAX * 2)) {
      if (this.#inFlight.size >= IN_FLIGHT_MAX) return;
      if (this.#inFlight.has(delivery.id)) continue;
      this.#inFlight.add(delivery.id);
      void this.#send(delivery).finally(() => this.#inFlight.delete(delivery.id));
    }
  }

  /** Outcomes that arrive after this are not written: the delivery is sent again after the next start. */
  stop(): void {
    this.#stopped = true;
  }

  async #send(delivery: Delivery): Promise<void> {
    const subscription = this.#subscriptions.list().find(({ id }) => id === delivery.subscription_id);
    if (subscription === undefined) return this.#outgoing.failed(delivery.id, null, null);
    const status = await post(subscription.url, subscription.secret, delivery);
    if (this.#stopped) return;
    if (status !== null && status >= 200 && status < 300) return this.#outgoing.delivered(delivery.id, status);
    if (status === 410) {
      this.#subscriptions.remove(subscription.id);
      return;
    }
    const { retry_ms, attempts_max } = this.#schedule;
    const wait = retry_ms[Math.min(delivery.attempts, retry_ms.length - 1)] ?? 1_000;
    const again = delivery.attempts + 1 < attempts_max;
    this.#outgoing.failed(delivery.id, status, again ? Date.now() + wait : null);
  }
}

/** The receiver's status, or null when it gave none in time. */
async function post(url: string, secret: string, delivery: Delivery): Promise<number | null> {
  const now = new Date();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': delivery.message_id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(delivery.message_id, now, delivery.body),
      },
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
