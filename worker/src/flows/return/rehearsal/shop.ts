import {
  type AuditEntry,
  type Checkpoint,
  type Effect,
  type EffectAnswer,
  type Look,
  type MadeRefund,
  Mirror,
  type ReturnedOrder,
  type ReturnSnapshot,
} from '@causeway/contracts';

/** How the shop takes a refund: `dies` pays and says nothing, `dies_before` begins and doesn't pay. */
export type Till = 'pays' | 'dies' | 'dies_before' | 'refuses' | 'busy';

export const ORDER: ReturnedOrder = {
  id: 42,
  number: '42',
  key: 'wc_order_abc',
  status: 'completed',
  currency: 'EUR',
  currency_decimals: 2,
  created_at: '2026-11-01T10:00:00Z',
  total: '130',
  refunded: '0',
  erp_number: 'SO-000001',
  items: [
    { id: 17, sku: 'SHOP-1', name: 'Lantern', quantity: '3', refunded_quantity: '0', total: '100', total_tax: '19' },
    { id: 18, sku: 'SHOP-2', name: 'Rope', quantity: '1', refunded_quantity: '0', total: '9.24', total_tax: '1.76' },
  ],
};

/** A shop with one order, which writes an intent before it pays (plugin/effects). */
export class Shop {
  snapshot: ReturnSnapshot | null = null;
  rev = 1;
  readonly refunds: MadeRefund[] = [];
  mirror: Mirror | null = null;
  /** Each once, however often it was told. */
  readonly audited = new Map<string, AuditEntry>();
  checkpoint: Checkpoint | null = null;
  epoch = 0;
  n = 0;
  #isDeleted = false;
  #intent: 'none' | 'begun' | 'done' = 'none';

  ask(changes: Partial<ReturnSnapshot> = {}): void {
    this.snapshot = {
      deleted: false,
      id: 12,
      origin: 'customer',
      status: 'requested',
      created_at: '2026-11-20T10:00:00Z',
      reason: 'Too small',
      exchange: false,
      order: ORDER,
      lines: [{ item_id: 17, quantity: '2' }],
      ...this.snapshot,
      ...changes,
    };
    this.rev += 1;
  }

  /** The order is deleted for good: of what was asked only the number is left. */
  deleteOrder(): void {
    this.snapshot = null;
    this.#isDeleted = true;
    this.rev += 1;
  }

  look(): Look {
    const snapshot = this.#isDeleted ? { deleted: true, id: 12 } : this.snapshot;
    const { checkpoint, epoch, n } = this;
    return {
      incarnation: 1,
      rev: this.rev,
      hash: 'a'.repeat(64),
      snapshot: snapshot === null ? null : JSON.parse(JSON.stringify(snapshot)),
      snapshot_bytes: 1,
      written_status: null,
      first_seen_at: 0,
      memory: { checkpoint, epoch, n },
    };
  }

  apply(effect: Effect, till: Till): EffectAnswer {
    if (effect.kind === 'mirror') {
      Mirror.parse(effect.body);
      this.mirror = effect.body;
      for (const entry of effect.body.audit ?? []) this.audited.set(JSON.stringify(entry), entry);
      this.checkpoint = effect.body.checkpoint;
      Object.assign(this, { epoch: effect.epoch, n: effect.n });
      return answerTo(effect, 'applied');
    }
    if (effect.kind !== 'refund') throw new Error(`a return tells no ${effect.kind}`);
    if (till === 'busy') return answerTo(effect, 'later');
    if (this.#intent === 'done') return { ...answerTo(effect, 'already'), refund: this.refunds[0] ?? null };
    if (this.#intent === 'begun') return answerTo(effect, 'unknown', 'Begun, and nobody can tell.');
    if (till === 'refuses') return answerTo(effect, 'failed', 'Not enough is left.');
    this.#intent = 'begun';
    if (till === 'dies_before') return answerTo(effect, 'later');
    const refund = {
      id: 57 + this.refunds.length,
      amount: effect.body.amount,
      payment_refunded: true,
      created_at: '2026-11-21T10:00:00Z',
    };
    this.refunds.push(refund);
    if (till === 'dies') return answerTo(effect, 'later');
    this.#intent = 'done';
    return { ...answerTo(effect, 'applied'), refund };
  }
}

function answerTo({ id, subject, epoch, n }: Effect, result: EffectAnswer['result'], message = ''): EffectAnswer {
  return { id, subject, epoch, n, result, message, look: null };
}
