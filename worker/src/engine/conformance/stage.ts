import type { Engine, EngineHost } from '../engine.ts';
import { host, Outside, type Script, tell } from './rig.ts';

/** One durable place for engines: what one instance committed there, the next one finds. */
export interface EnginePlace {
  open(host: EngineHost): Engine;
  /** Ends an instance as a killed process would end: nothing more is written, nothing comes back. */
  crash(engine: Engine): void;
  remove(): void;
}

/** What a conformance test plays on: a fresh place, an outside system, and the engine that runs now. */
export class Stage {
  readonly #makePlace: () => EnginePlace;
  #place: EnginePlace | null = null;
  #engine: Engine | null = null;
  outside = new Outside();

  constructor(makePlace: () => EnginePlace) {
    this.#makePlace = makePlace;
  }

  get engine(): Engine {
    if (!this.#engine) throw new Error('open an engine first');
    return this.#engine;
  }

  set(): void {
    this.#place = this.#makePlace();
    this.outside = new Outside();
  }

  async strike(): Promise<void> {
    await this.#engine?.stop(0);
    this.#place?.remove();
  }

  /** An engine that was opened, but not started. */
  openIdle(overrides: Partial<EngineHost> = {}): Engine {
    if (!this.#place) throw new Error('set the stage first');
    this.#engine = this.#place.open(host(this.outside, overrides));
    return this.#engine;
  }

  open(overrides: Partial<EngineHost> = {}): void {
    this.openIdle(overrides).start();
  }

  reopen(overrides: Partial<EngineHost> = {}): void {
    this.#place?.crash(this.engine);
    this.open(overrides);
  }

  /** Submits and waits until nothing is left to do. */
  async send(subject: string, ...scripts: (Script | string)[]): Promise<void> {
    await this.engine.submit(scripts.map((script) => tell(subject, script)));
    await this.engine.drain();
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise((resolve) => setImmediate(resolve));
  }
}
