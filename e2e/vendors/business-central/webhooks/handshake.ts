import { randomUUID } from 'node:crypto';
import { badRequest } from '../odata/api-error.ts';

const TIMEOUT_MS = 10_000;

/**
 * Asks whether a subscriber wants notifications: it has to answer the `validationToken` of the query with 200 and the
 * token as the body (dev-itpro/api-reference/v2.0/dynamics-subscriptions.md). Throws 400; its code isn't documented.
 */
export async function shakeHands(notificationUrl: string): Promise<void> {
  const url = new URL(notificationUrl);
  const token = randomUUID();
  url.searchParams.set('validationToken', token);
  const reply = await ask(url);
  if (reply?.status !== 200 || reply.text.trim() !== token)
    throw badRequest(
      `The handshake failed: the notification URL didn't answer 200 and the token (${reply?.status ?? 'no answer'}).`,
    );
}

async function ask(url: URL): Promise<{ status: number; text: string } | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', redirect: 'manual', signal, headers: { connection: 'close' } });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}
