import type { Effect, EffectAnswer, MadeRefund, OrderSnapshot } from '@causeway/contracts';
import { answer, type EffectGround, type EffectWeather, type Result, rises, shownOnly } from './answers.ts';

/** Money back, at most once: the intent is written first, and one without a result is never tried again. */
export function payBack(
  { db, payments, changed }: EffectGround,
  effect: Extract<Effect, { kind: 'refund' }>,
  now: number,
  weather: EffectWeather,
): EffectAnswer {
  const { order_id, return_id, amount, reason, payment, lines } = effect.body;
  const row = db.subjects.get(effect.subject) ?? shownOnly(effect.subject, now);
  const given = (result: Result, refund: MadeRefund | null) => ({ ...answer(effect, result), refund });
  const key = `order/${order_id}`;
  const order = db.subjects.get(key)?.order;
  const intent = `refund:${order_id}:${return_id}`;
  const begun = db.intents.get(intent);
  if (begun === null) return given('unknown', null);
  // What was deleted since is not paid a second time by itself.
  if (begun !== undefined)
    return order?.refunds.some(({ id }) => id === begun.id) ? given('already', begun) : given('failed', null);
  if (!order || !rises(effect, row) || Number(amount) > leftToRefund(order)) return given('failed', null);
  // Of another one nobody can tell: more could go back than was paid.
  if ([...db.intents].some(([of, made]) => made === null && of.startsWith(`refund:${order_id}:`)))
    return given('failed', null);
  weather.before(effect);
  const refusal = weather.refusal(effect);
  if (refusal !== null) return given(refusal, null);
  db.intents.set(intent, null);
  weather.intended(effect);
  if (payment === 'gateway') payments.push({ of: return_id, order: key, amount, at: now, intent, lost: false });
  weather.paid(effect);
  const at = new Date(now).toISOString();
  const made = { id: db.nextRefund++, amount, payment_refunded: payment === 'gateway', created_at: at };
  const known = lines.map(({ item_id, quantity, total, total_tax }) => ({ item_id, quantity, total, total_tax }));
  changed(key, { refunds: [...order.refunds, { ...made, reason, return_id, lines: known }] });
  db.intents.set(intent, made);
  weather.done(effect);
  Object.assign(row, { epoch: effect.epoch, n: effect.n });
  db.subjects.set(effect.subject, row);
  weather.recorded(effect);
  return given('applied', made);
}

export function leftToRefund({ totals, refunds }: OrderSnapshot): number {
  const back = refunds.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  return (Math.round(Number(totals.total) * 100) - back) / 100;
}
