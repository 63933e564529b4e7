import type { PastOrder } from '@causeway/contracts';
import * as z from 'zod';
import { foresee } from '../flows/order/foresee.ts';
import { snapshotOf } from '../shop/past.ts';
import type { ReplayShop } from './replay-shop.ts';
import { counted, Tally, total } from './tally.ts';

const Hold = z.object({
  /** What kind of trouble, in plural: `totals`, `payment methods`. */
  kind: z.string(),
  cause: z.string(),
  title: z.string(),
  next_step: z.string(),
  count: z.int(),
  orders: z.array(z.string()),
});

/** What would have become of past orders. `unknown_skus`: null: the ERP was not asked, and `not_known` says why. */
export const Rehearsal = z.object({
  shop: z.string(),
  from: z.int(),
  before: z.int(),
  orders: z.int(),
  pass: z.int(),
  held: z.int(),
  kinds: Tally,
  holds: z.array(Hold),
  /** Not wanted at the ERP as they are now. */
  not_sent: Tally,
  unknown_skus: z.array(z.string()).nullable(),
  not_known: z.array(z.string()),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

/** Which of these SKUs (in the ERP's words) the ERP doesn't have; a string: why that can't be told. */
export type SkuLook = (skus: readonly string[], signal: AbortSignal) => Promise<readonly string[] | string>;

const EXAMPLES_MAX = 5;
const CAUSES_MAX = 200;

/** Runs the order's own checks and mapping over past orders. Nothing is sent, nothing is written. */
export async function rehearse(
  shop: ReplayShop,
  window: { readonly from: number; readonly before: number },
  lookAtSkus: SkuLook | null,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<Rehearsal> {
  const notes = new Notes();
  for await (const past of shop.past(window, signal)) {
    notes.take(past, shop, window.before);
    tell(`${notes.orders} orders, so far to ${new Date(past.created_at).toISOString().slice(0, 10)}`);
  }
  const looked =
    lookAtSkus === null ? 'it was not asked (--look-up asks it)' : await lookAtSkus([...notes.skus.keys()], signal);
  const unknown = typeof looked === 'string' ? null : looked;
  for (const sku of unknown ?? []) notes.unknownSku(sku);
  const unread = typeof looked === 'string' ? [`whether the ERP has the ${notes.skus.size} SKUs: ${looked}`] : [];
  return {
    shop: shop.code,
    ...window,
    ...notes.sum(),
    unknown_skus: unknown && [...unknown],
    not_known: [...unread, ...NEVER_KNOWN],
  };
}

const NEVER_KNOWN = [
  'how the orders were when they were placed: they are read as they are now, without their refunds',
  'what ERP and warehouse refuse for reasons of their own (credit limits, closed periods, stock)',
];

class Notes {
  orders = 0;
  /** The ERP's SKU → the orders that name it. */
  readonly skus = new Map<string, string[]>();
  readonly #passed = new Set<string>();
  readonly #held = new Set<string>();
  /** An order counts once for each kind, whatever number of causes it has. */
  readonly #counted = new Set<string>();
  readonly #holds = new Map<string, z.infer<typeof Hold>>();
  #kinds: Tally = {};
  #notSent: Tally = {};

  take(past: PastOrder, { code, settings }: ReplayShop, now: number): void {
    this.orders += 1;
    const snapshot = snapshotOf(past);
    if (typeof snapshot === 'string') {
      this.#hold(past.subject, { cause: 'parse:snapshot', title: snapshot, next_step: 'See the log of the shop.' });
      return;
    }
    const context = { now, subject: past.subject, settings, shop: { code, goLiveAt: 0 } };
    const { intent, holds, order } = foresee({ ...snapshot, refunds: [] }, context);
    for (const hold of holds) this.#hold(past.subject, hold);
    if (holds.length > 0) return;
    if (intent !== 'send') {
      this.#notSent = counted(this.#notSent, `${snapshot.status} in the shop`, past.subject);
      return;
    }
    this.#passed.add(past.subject);
    for (const { kind, sku } of order?.lines ?? []) {
      if (kind === 'item' && sku !== null) this.skus.set(sku, [...(this.skus.get(sku) ?? []), past.subject]);
    }
  }

  unknownSku(sku: string): void {
    const next_step = `Create ${sku} in the ERP, or map it in mapping.skus.`;
    for (const subject of new Set(this.skus.get(sku))) {
      this.#hold(subject, { cause: `missing_reference:sku:${sku}`, title: `The ERP has no ${sku}`, next_step });
      this.#passed.delete(subject);
    }
  }

  #hold(subject: string, { cause, title, next_step }: { cause: string; title: string; next_step: string }): void {
    const kind = kindOf(cause);
    const before = this.#holds.get(cause);
    this.#held.add(subject);
    if (!this.#counted.has(`${kind} ${subject}`)) this.#kinds = counted(this.#kinds, kind, subject);
    this.#counted.add(`${kind} ${subject}`);
    if (before === undefined && this.#holds.size >= CAUSES_MAX) return;
    const orders = [...(before?.orders ?? []), subject.slice('order/'.length)].slice(0, EXAMPLES_MAX);
    this.#holds.set(cause, { kind, cause, title, next_step, count: (before?.count ?? 0) + 1, orders });
  }

  sum(): Pick<Rehearsal, 'orders' | 'pass' | 'held' | 'kinds' | 'holds' | 'not_sent'> {
    const holds = [...this.#holds.values()].sort((a, b) => b.count - a.count);
    const { orders } = this;
    return {
      orders,
      pass: this.#passed.size,
      held: this.#held.size,
      kinds: this.#kinds,
      holds,
      not_sent: this.#notSent,
    };
  }
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^missing_reference:sku/, 'unknown SKUs'],
  [/^mapping:sku/, 'lines without a SKU'],
  [/^mapping:payment_method/, 'payment methods without a mapping'],
  [/^mapping:shipping_method/, 'shipping methods without a mapping'],
  [/^mapping:tax_code/, 'tax rates without a mapping'],
  [/^mapping:order_status/, 'order statuses without a mapping'],
  [/^total_mismatch/, 'totals'],
  [/^validation:payment_hold/, 'payments to be checked'],
  [/^validation:fraud/, 'suspected frauds'],
  [/^validation:(address|country)/, 'addresses'],
  [/^validation/, 'missing fields'],
  [/^(parse|too_large)/, 'unreadable orders'],
];

const kindOf = (cause: string): string => KINDS.find(([form]) => form.test(cause))?.[1] ?? 'others';

/** `412 would pass, 9 held: 6 unknown SKUs, 3 totals` */
export function headline({ pass, held, kinds, not_sent }: Rehearsal): string {
  const parts = Object.entries(kinds).sort(([, a], [, b]) => b.count - a.count);
  const reasons = parts.map(([kind, { count }]) => `${count} ${kind}`).join(', ');
  const others = total(not_sent);
  return `${pass} would pass, ${held} held${reasons === '' ? '' : `: ${reasons}`}${others === 0 ? '' : `; ${others} would not be sent`}`;
}
