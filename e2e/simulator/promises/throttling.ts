import type { Promise_ } from './stores.ts';

/** What the systems' own logs say of the calls for a document. */
export interface CallLog {
  /** Calls that failed for another reason than a limit, also those that a crash of the worker broke off. */
  troubles(shop: string, subject: string): number;
  /** A call that left although its worker had been asked for a pause; null: none did. */
  tooSoon(): string | null;
}

/** A system's limit spends no attempt and is no exception, and the pause that it asks for is kept. */
export function throttling(log: CallLog): Promise_ {
  return {
    name: 'throttling spends no attempt',
    subject(shop, key) {
      const early = log.tooSoon();
      if (early !== null) return early;
      const mirror = shop.db.subjects.get(key)?.mirror;
      if (!mirror) return null;
      const limit = mirror.exceptions.find(({ category }) => category === 'rate_limit');
      if (limit !== undefined) return `${shop.code} ${key}: a limit became an exception (${limit.cause})`;
      if (mirror.attempt === null || log.troubles(shop.code, key) > 0) return null;
      return `${shop.code} ${key} is at attempt ${mirror.attempt.n}, and only limits stood in its way`;
    },
  };
}
