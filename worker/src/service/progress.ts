export interface ProgressPorts {
  /** The engine's: resolves once a write of its own is durable. */
  readonly beat: () => Promise<void>;
  readonly monotonicMs: () => number;
}

/** A proof that is asked for again within this time is not made again: `/healthz` may be asked by anybody. */
const PROOF_MS = 1000;
const BEAT_MS_MAX = 10_000;
/** The longest pause that a shop may ask for (5 min) and the longest exchange (45 s), with some air. */
export const TURN_MS_MAX = 420_000;

/**
 * Whether the worker gets on: its event loop turns (or nobody would hear the answer), its engine commits, and each
 * shop's gateway comes round, also where the shop is down. `/healthz` and systemd's watchdog ask the same question.
 */
export class Progress {
  readonly #ports: ProgressPorts;
  readonly #turns = new Map<string, number>();
  #beating: Promise<string | null> | null = null;
  #engine: string | null = null;
  #provedAt = Number.NEGATIVE_INFINITY;

  constructor(ports: ProgressPorts) {
    this.#ports = ports;
  }

  /** A gateway ended an exchange, well or not, and pauses. */
  turned(shop: string): void {
    this.#turns.set(shop, this.#ports.monotonicMs());
  }

  /** Lets the engine commit something, at most 10 s long. Null: all get on; else what doesn't, in words. Never rejects. */
  async prove(): Promise<string | null> {
    if (this.#ports.monotonicMs() - this.#provedAt >= PROOF_MS) {
      this.#engine = await this.#beat();
      this.#provedAt = this.#ports.monotonicMs();
    }
    return this.#engine ?? this.#stuckGateway();
  }

  /** One at a time, however many ask: an engine that is stuck is not buried under beats. */
  #beat(): Promise<string | null> {
    this.#beating ??= this.#ports
      .beat()
      .then(
        () => null,
        () => 'the engine cannot commit',
      )
      .finally(() => {
        this.#beating = null;
      });
    const beating = this.#beating;
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve('the engine does not answer'), BEAT_MS_MAX);
      void beating.then((problem) => {
        clearTimeout(late);
        resolve(problem);
      });
    });
  }

  #stuckGateway(): string | null {
    const now = this.#ports.monotonicMs();
    for (const [shop, at] of this.#turns) {
      if (now - at > TURN_MS_MAX)
        return `no exchange with ${shop} was even tried for ${Math.floor((now - at) / 60_000)} minutes`;
    }
    return null;
  }
}
