import { copyFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { evalPhp, layShop, serveShop } from '../../stage/index.ts';
import type { Side } from './side.ts';

export interface WebhooksPlan {
  readonly folder: string;
  /** How often the server's crontab runs Action Scheduler's queue. */
  readonly cronMs: number;
  readonly say: (line: string) => void;
}

/** WooCommerce's own webhook `order.created`, delivered by Action Scheduler, in a shop without Causeway. */
export async function openWebhooks({ folder, cronMs, say }: WebhooksPlan): Promise<Side> {
  const arrived = new Map<number, number>();
  let failing = false;
  const sink = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const id = idIn(Buffer.concat(chunks).toString('utf8'));
    if (!failing && id !== null && !arrived.has(id)) arrived.set(id, Date.now());
    response.writeHead(failing ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const { port } = sink.address() as AddressInfo;
  const laid = await layShop({
    ...{ folder, store: 'woocommerce', database: 'mariadb', sapi: 'fpm', debug: false, causeway: 'absent', say },
  });
  const muPlugins = join(laid.site, 'wp-content/mu-plugins');
  copyFileSync(join(import.meta.dirname, 'peer.php'), join(muPlugins, 'peer.php'));
  writeFileSync(join(muPlugins, 'peer.port'), String(port));
  const served = await serveShop(laid);
  const { shop } = served;
  await evalPhp(
    shop,
    `$webhook = new WC_Webhook();
     $webhook->set_props( array( 'name' => 'ERP', 'user_id' => 1, 'topic' => 'order.created', 'secret' => 'bench',
       'delivery_url' => $args['url'], 'status' => 'active' ) );
     return $webhook->save();`,
    { url: `http://127.0.0.1:${port}/` },
  );
  const ended = new AbortController();
  const cron = runCron(shop.url, cronMs, ended.signal);
  return {
    name: 'WooCommerce webhook',
    shop,
    arrivals: () => arrived,
    setFailing: async (now) => {
      failing = now;
    },
    hasGivenUp: async () => (await left(shop)).pending === 0,
    verdict: async () => {
      const { status, failures } = await left(shop);
      return `webhook ${status}, ${failures} failures in a row`;
    },
    async stop() {
      ended.abort();
      await cron;
      await served.stop();
      sink.closeAllConnections();
      sink.close();
    },
  };
}

async function runCron(url: string, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fetch(`${url}/?peer_cron=1`, { signal }).then(
      (answer) => answer.text(),
      () => undefined,
    );
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

function idIn(body: string): number | null {
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    return typeof id === 'number' ? id : null;
  } catch {
    return null;
  }
}

/** Deliveries that Action Scheduler still has before it, and how WooCommerce stands to the webhook. */
function left(shop: Side['shop']): Promise<{ pending: number; status: string; failures: number }> {
  return evalPhp(
    shop,
    `$webhook = new WC_Webhook( 1 );
     $waiting = as_get_scheduled_actions( array( 'hook' => 'woocommerce_deliver_webhook_async', 'status' => array( 'pending', 'in-progress' ), 'per_page' => -1 ), 'ids' );
     return array( 'pending' => count( $waiting ), 'status' => $webhook->get_status(), 'failures' => $webhook->get_failure_count() );`,
  );
}
