import type { Configuration } from '../configuration.ts';
import type { Notice, Notices } from './notices.ts';
import type { Subscription, SubscriptionTable } from './subscription-table.ts';

const TIMEOUT_MS = 10_000;

/**
 * Tells subscribers (dev-itpro/api-reference/v2.0/dynamics-subscriptions.md, "Notifications and change types"): 30 s
 * after the first change, one POST an address; 408, 429, 5xx and silence are tried again for 36 hours, any other
 * refusal deletes the subscription.
 */
export class Sender {
  readonly #notices: Notices;
  readonly #table: SubscriptionTable;
  readonly #webhooks: Configuration['webhooks'];
  readonly #busy = new Set<string>();
  #stopped = false;

  constructor(notices: Notices, table: SubscriptionTable, webhooks: Configuration['webhooks']) {
    this.#notices = notices;
    this.#table = table;
    this.#webhooks = webhooks;
  }

  work(now: number): void {
    const due = Map.groupBy(
      this.#notices.due(now, this.#webhooks.delay_ms),
      (subscription) => subscription.notification_url,
    );
    for (const [url, subscriptions] of due) {
      if (this.#busy.has(url)) continue;
      this.#busy.add(url);
      void this.#tell(url, subscriptions).finally(() => this.#busy.delete(url));
    }
  }

  /** Outcomes that arrive after this are not written: the notices are sent again after the next start. */
  stop(): void {
    this.#stopped = true;
  }

  async #tell(url: string, subscriptions: readonly Subscription[]): Promise<void> {
    const told = subscriptions.map((subscription) => ({ subscription, notices: this.#notices.of(subscription.id) }));
    const value = told.flatMap(({ subscription, notices }) => this.#worded(subscription, notices));
    const status = await post(url, { value });
    if (this.#stopped) return;
    for (const { subscription, notices } of told) this.#settle(subscription, notices, status, Date.now());
  }

  #settle(subscription: Subscription, notices: readonly Notice[], status: number | null, now: number): void {
    const taken = status !== null && status >= 200 && status < 300;
    const refused = status !== null && !taken && status !== 408 && status !== 429 && status < 500;
    if (taken) this.#notices.delivered(subscription.id, notices);
    else if (refused) this.#table.remove(subscription.id);
    else this.#again(subscription, notices, now);
  }

  #again(subscription: Subscription, notices: readonly Notice[], now: number): void {
    const { retry_ms, give_up_after_ms } = this.#webhooks;
    const wait = retry_ms[Math.min(subscription.attempts, retry_ms.length - 1)] ?? 0;
    const givenUp = now - (subscription.failing_since_ms ?? now) >= give_up_after_ms;
    this.#notices.failed(subscription, notices, now, givenUp ? null : now + wait);
  }

  #worded(subscription: Subscription, notices: readonly Notice[]): object[] {
    const set = `api/v2.0/companies(${subscription.company})/${subscription.set_name}`;
    const common = {
      subscriptionId: subscription.id,
      clientState: subscription.client_state,
      expirationDateTime: new Date(subscription.expires_at_ms).toISOString(),
    };
    const at = (ms: number) => new Date(ms).toISOString();
    if (notices.length > this.#webhooks.collection_above) {
      const first = Math.min(...notices.map((notice) => notice.first_at_ms));
      const last = Math.max(...notices.map((notice) => notice.last_at_ms));
      const resource = `/${set}?$filter=lastModifiedDateTime%20gt%20${at(first - 1)}`;
      return [{ ...common, resource, changeType: 'collection', lastModifiedDateTime: at(last) }];
    }
    return notices.map(({ record_id, change, last_at_ms }) => ({
      ...common,
      resource: `${set}(${record_id})`,
      changeType: change,
      lastModifiedDateTime: at(last_at_ms),
    }));
  }
}

/** The subscriber's status, or null when it gave none in time. */
async function post(url: string, body: object): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
