import type {
  AuditEntry,
  Checkpoint,
  Effect,
  EffectAnswer,
  FreshLook,
  Look,
  Mirror,
  OrderEffect,
  OrderSnapshot,
} from '@causeway/contracts';

/** What a restore from a backup takes back. */
type Database = Pick<ShopModel, 'order' | 'rev' | 'foreignRev' | 'epoch' | 'n' | 'mirror'> & {
  readonly applied: readonly string[];
};

/** The shop as the plugin keeps it: an order, its revisions, and what it was told of the subject. */
export class ShopModel {
  order: OrderSnapshot;
  rev = 1;
  /** The last revision that a person made, not an effect. */
  foreignRev = 1;
  incarnation = 1;
  epoch = 0;
  n = 0;
  mirror: Mirror | null = null;
  readonly #placedAt: number;
  /** What was applied, in order: `shipment:P-1`, `status:completed`. */
  readonly applied: string[] = [];
  /** What its audit keeps, each once however often it is told. */
  readonly audited = new Map<string, AuditEntry>();
  /** What it was told again though it had applied it. */
  readonly repeated: string[] = [];

  constructor(order: OrderSnapshot, placedAt: number) {
    this.order = order;
    this.#placedAt = placedAt;
  }

  /** A person, a gateway or a plugin changes the order. */
  change(changes: Partial<OrderSnapshot>): void {
    this.order = { ...this.order, ...changes };
    this.rev += 1;
    this.foreignRev = this.rev;
  }

  backup(): Database {
    const { order, rev, foreignRev, epoch, n, mirror, applied } = this;
    return structuredClone({ order, rev, foreignRev, epoch, n, mirror, applied });
  }

  /** An older database, and a person's word to go on with it: everything is of a new incarnation. */
  restore({ applied, ...database }: Database): void {
    Object.assign(this, structuredClone(database));
    this.applied.splice(0, this.applied.length, ...applied);
    this.incarnation += 1;
  }

  look(): Look {
    const checkpoint: Checkpoint | null = this.mirror?.checkpoint ?? null;
    return {
      ...this.#fresh(),
      snapshot_bytes: 1000,
      written_status: null,
      first_seen_at: this.#placedAt,
      memory: { checkpoint, epoch: this.epoch, n: this.n },
    };
  }

  apply(effect: Effect, mood: 'willing' | 'failing' | 'busy' = 'willing'): EffectAnswer {
    const { id, subject, epoch, n } = effect;
    const answer = (result: EffectAnswer['result'], look: FreshLook | null = null): EffectAnswer => ({
      id,
      subject,
      epoch,
      n,
      result,
      message: result === 'failed' ? 'another plugin threw' : '',
      look,
    });
    if (epoch < this.epoch || (epoch === this.epoch && n <= this.n)) return answer('already', this.#fresh());
    if (mood !== 'willing') return answer(mood === 'busy' ? 'later' : 'failed');
    if (effect.kind === 'mirror') {
      this.mirror = effect.body;
      for (const entry of effect.body.audit ?? []) this.audited.set(JSON.stringify(entry), entry);
    } else if (!('accepts' in effect)) {
      return answer('failed');
    } else {
      const { incarnation, rev } = effect.decided_on;
      if (incarnation !== this.incarnation || this.foreignRev > rev || !effect.accepts.includes(this.order.status)) {
        return answer('stale', this.#fresh());
      }
      const name = nameOf(effect);
      if (this.applied.includes(name)) {
        this.repeated.push(name);
        return answer('already', this.#fresh());
      }
      this.#write(effect);
    }
    this.epoch = epoch;
    this.n = n;
    return answer('applied', effect.kind === 'mirror' ? null : this.#fresh());
  }

  #write(effect: OrderEffect): void {
    this.rev += 1;
    if (effect.kind === 'status') this.order = { ...this.order, status: effect.body.to };
    this.applied.push(nameOf(effect));
  }

  #fresh(): FreshLook {
    return {
      incarnation: this.incarnation,
      rev: this.rev,
      hash: '0'.repeat(64),
      snapshot: structuredClone(this.order),
    };
  }
}

function nameOf(effect: OrderEffect): string {
  if (effect.kind === 'shipment') return `shipment:${effect.body.shipment_id}`;
  if (effect.kind === 'status') return `status:${effect.body.to}`;
  return effect.kind === 'erp_number' ? `erp_number:${effect.body.number}` : 'note';
}
