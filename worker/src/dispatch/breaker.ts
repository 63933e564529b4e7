import type { BreakerSettings } from '../systems/limits.ts';

/** Why a system is left alone. */
export type Silence = 'silent' | 'sign_in';

/** What each state holds; `until`: ms on a clock that is never set. */
export type BreakerState =
  /** Calls go. So many in a row had no answer. */
  | { readonly kind: 'closed'; readonly failures: number }
  /** None goes before `until`; `opened`: how often it opened since it was last closed. */
  | { readonly kind: 'open'; readonly until: number; readonly opened: number; readonly silence: Silence }
  /** One call is out to see; it has answered by `until`, or is cut off. */
  | { readonly kind: 'half_open'; readonly until: number; readonly opened: number; readonly silence: Silence };

/** Leaves a system alone that does not answer, and sends one call now and then to see whether it does. */
export class Breaker {
  readonly #settings: BreakerSettings;
  #state: BreakerState = { kind: 'closed', failures: 0 };

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Until when no call goes; null: one may. */
  blockedUntil(at: number): number | null {
    if (this.#state.kind === 'closed') return null;
    return this.#state.kind === 'open' && this.#state.until <= at ? null : this.#state.until;
  }

  /** A call goes. After a silence it is the probe, and alone. `probeMs`: how long it may take. */
  begin(at: number, probeMs: number): void {
    if (this.#state.kind !== 'open') return;
    this.#state = { ...this.#state, kind: 'half_open', until: at + probeMs };
  }

  /** It answered, whatever it said. Returns true where that ends a silence. */
  answered(): boolean {
    const wasSilent = this.#state.kind !== 'closed';
    this.#state = { kind: 'closed', failures: 0 };
    return wasSilent;
  }

  /** It did not answer, or refused the sign-in. */
  failed(at: number, silence: Silence): void {
    if (this.#state.kind === 'open') return;
    const failures = this.#state.kind === 'closed' ? this.#state.failures + 1 : this.#settings.failures;
    if (failures < this.#settings.failures) {
      this.#state = { kind: 'closed', failures };
      return;
    }
    const opened = this.#state.kind === 'half_open' ? this.#state.opened + 1 : 1;
    const { firstSeconds, capSeconds } = this.#settings;
    const pauseMs = 1000 * Math.min(Math.max(capSeconds, firstSeconds), firstSeconds * 2 ** Math.min(opened - 1, 30));
    this.#state = { kind: 'open', until: at + pauseMs, opened, silence };
  }

  /** The call was not sent after all, or nothing came of it: where it was the probe, the next one is. */
  unproven(at: number): void {
    if (this.#state.kind === 'half_open') this.#state = { ...this.#state, kind: 'open', until: at };
  }
}
