import type { Notify } from './notify.ts';

export interface ServicePorts {
  readonly notify: Notify | null;
  /** Null: all get on; else what doesn't. Never rejects. */
  readonly prove: () => Promise<string | null>;
  readonly status: (problem: string | null) => string;
}

/** Where nobody watches, the status line is still kept fresh. */
const STATUS_MS = 20_000;

/** The worker as a service of systemd: says when it is ready, that it gets on, what waits, and that it ends. */
export class Service {
  readonly #ports: ServicePorts;
  #timer: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(ports: ServicePorts) {
    this.#ports = ports;
  }

  /** Resolves once systemd knows; from then on it is told again and again. Does nothing where nobody listens. */
  async ready(): Promise<void> {
    await this.#tell(['READY=1']);
    this.#next();
  }

  /** From now on no answer is owed. */
  async stopping(): Promise<void> {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#ports.notify?.tell('STOPPING=1', 'STATUS=ending what it began');
  }

  #next(): void {
    const { notify } = this.#ports;
    if (notify === null || this.#ended) return;
    // Thrice in its time: one message may be late.
    const everyMs = notify.watchdogMs === null ? STATUS_MS : notify.watchdogMs / 3;
    this.#timer = setTimeout(() => void this.#tell([]).then(() => this.#next()), everyMs);
  }

  /** The watchdog hears of proven progress only: while something is stuck it is told what, and not fed. */
  async #tell(assignments: readonly string[]): Promise<void> {
    const { notify, prove, status } = this.#ports;
    if (notify === null) return;
    const problem = await prove();
    if (this.#ended) return;
    const fed = problem === null && notify.watchdogMs !== null ? ['WATCHDOG=1'] : [];
    await notify.tell(...assignments, ...fed, `STATUS=${status(problem)}`);
  }
}
