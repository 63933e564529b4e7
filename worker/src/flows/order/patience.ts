import type { Category } from '@causeway/contracts';
import type { RetrySchedule } from '../../policy/retry.ts';
import type { OrderSettings } from './settings.ts';
import type { Lane } from './state.ts';

type Patience = Pick<OrderSettings, 'attemptsMax' | 'retryBaseMs' | 'retryCapMs' | 'retries'>;

/** How often and how patiently a failure of the category is tried again; null: the shop's own, for what is told it. */
export function scheduleOf(settings: Patience, category: Category | null): RetrySchedule {
  const { attemptsMax, retryBaseMs, retryCapMs, retries } = settings;
  const own = category === null ? {} : (retries[category] ?? {});
  return {
    attemptsMax: own.attemptsMax ?? attemptsMax,
    baseMs: own.baseMs ?? retryBaseMs,
    capMs: own.capMs ?? retryCapMs,
  };
}

/** How often the lane may fail before a person must see to it, as its last failure says. */
export function attemptsOf(settings: Patience, { failure }: Pick<Lane<unknown>, 'failure'>): number {
  return scheduleOf(settings, failure?.category ?? null).attemptsMax;
}
