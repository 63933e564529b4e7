import type { CallOutcome, EffectAnswer } from '@causeway/contracts';
import { interrupted } from './call-runner.ts';
import type { CallRow } from './call-store.ts';
import { ENGINE_KEY } from './decision-desk.ts';
import type { Stores } from './stores.ts';

/** What comes back to subjects that sent something out. Each is written in the transaction that is open. */
export class Returns {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  answer(shop: string, answer: EffectAnswer, at: number): void {
    const { effects, subjects, queue } = this.#stores;
    const row = effects.answered(shop, answer);
    if (!row) return;
    const ref = { shop, subject: answer.subject };
    const taken = answer.result === 'applied' || answer.result === 'already';
    if (row.kind === 'mirror' && !taken) subjects.forgetMirror(ref);
    if (row.key !== ENGINE_KEY) queue.add(ref, { type: 'answered', key: row.key, kind: row.kind, answer }, at);
  }

  /** The shop says that it has lost what it was shown. */
  showAgain(shop: string): void {
    this.#stores.subjects.forgetMirrors(shop);
    this.#stores.effects.showAgain(shop);
  }

  outcome(call: CallRow, outcome: CallOutcome, at: number): void {
    const { key, role, operation } = call;
    if (!this.#stores.calls.done(call.id)) return;
    this.#stores.queue.add(call, { type: 'called', key, role, operation, outcome }, at);
  }

  unsent(call: CallRow): void {
    if (this.#stores.calls.unsent(call.id)) this.#stores.lanes.lane(call.shop, call.role).ready++;
  }

  /** Calls that were out when the process before this one ended. */
  interrupted(at: number): void {
    for (const call of this.#stores.calls.inFlight()) this.outcome(call, interrupted(), at);
  }
}
