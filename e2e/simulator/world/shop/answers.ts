import type { Effect, EffectAnswer, OrderSnapshot } from '@causeway/contracts';
import { newRow, type Payment, type ShopDatabase, type SubjectRow } from './database.ts';
import { fresh } from './wire.ts';

export type Result = EffectAnswer['result'];

/** What may go wrong around one effect; each is asked when it could. */
export interface EffectWeather {
  /** PHP dies here: throws. */
  before(effect: Effect): void;
  done(effect: Effect): void;
  recorded(effect: Effect): void;
  /** The intent to pay back is written down, then money moved: between the two, and after. */
  intended(effect: Effect): void;
  paid(effect: Effect): void;
  /** Another plugin stops the save, or the time is up. */
  refusal(effect: Effect): 'failed' | 'later' | null;
  /** Somebody else saves the order between the effect's reading and its saving. */
  meanwhile(effect: Effect): void;
}

/** A shop's database, and what is outside of it. */
export interface EffectGround {
  readonly db: ShopDatabase;
  /** The gateway's own book: no backup of the shop takes a payment back. */
  readonly payments: Payment[];
  /** The effect changes an order that it is not about: no news of the shop's. */
  readonly changed: (order: string, changes: Partial<OrderSnapshot>) => void;
}

/** A subject of which the shop knows nothing but what it was told. */
export function shownOnly(subject: string, firstSeenAt: number): SubjectRow {
  return newRow(subject, firstSeenAt, '0'.repeat(31).concat('1'));
}

/** Only rising numbers of a subject are applied. */
export function rises(effect: Effect, { epoch, n }: SubjectRow): boolean {
  return effect.epoch > epoch || (effect.epoch === epoch && effect.n > n);
}

export function answer({ id, subject, epoch, n }: Effect, result: Result, row?: SubjectRow): EffectAnswer {
  const look = row?.order ? fresh(row) : null;
  return { id, subject, epoch, n, result, message: result === 'failed' ? 'another plugin threw' : '', look };
}
