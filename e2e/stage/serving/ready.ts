import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Shop } from '../shop.ts';
import type { Running } from './process.ts';

/** Waits until this very shop answers, not another server on its port. Throws with the end of the server's log. */
export async function untilReady(shop: Shop, server: Running, waitMsMax: number): Promise<void> {
  const until = Date.now() + waitMsMax;
  let last = 'no answer';
  while (Date.now() < until) {
    if (!server.isAlive()) {
      last = `${server.name} ended`;
      break;
    }
    try {
      const answer = await fetch(`${shop.url}/?rest_route=/causeway-stage/v1/ready&secret=${shop.secret}`, {
        signal: AbortSignal.timeout(30_000),
      });
      const text = await answer.text();
      if (answer.ok && text.includes('"ready":true')) return;
      last = `answered ${answer.status}: ${text.slice(0, 300)}`;
    } catch (error) {
      last = String((error as Error).cause ?? error);
    }
    await pause(50);
  }
  throw new Error(`${shop.url} is not ready: ${last}\n${tail(server.log)}`);
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-10).join('\n') : '';
}
