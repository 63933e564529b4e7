import type { FaultName } from '../faults/catalogue.ts';
import type { Outside } from './outside/outside.ts';
import type { Workers } from './worker/workers.ts';

export interface NoticePorts {
  readonly outside: Outside;
  readonly workers: Workers;
  readonly strikes: (fault: FaultName, system: 'erp' | 'wms') => boolean;
  readonly after: (ms: number, work: () => void) => void;
}

/** What ERP and warehouse tell of their changes, to every worker that runs. */
export class Notices {
  readonly #ports: NoticePorts;
  #told = 0;

  constructor(ports: NoticePorts) {
    this.#ports = ports;
  }

  announce(role: 'erp' | 'wms', externalId: string): void {
    const { workers, strikes, after } = this.#ports;
    this.#told += 1;
    const id = `notice-${this.#told}`;
    if (strikes('notice lost', role)) return;
    const ms = 50 + (strikes('notice delayed', role) ? 25_000 : 0);
    const times = strikes('notice doubled', role) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      after(ms + time * 3000, () => {
        for (const worker of workers.running.values()) worker.life.enter(() => worker.notice(role, id, externalId));
      });
    }
  }

  /** Both systems tell of every document once more. */
  announceAll(): void {
    for (const [role, externalId] of this.#ports.outside.papers()) this.announce(role, externalId);
  }

  stockChanged(role: 'erp' | 'wms'): void {
    const { workers, strikes, after } = this.#ports;
    if (strikes('notice lost', role)) return;
    after(50, () => {
      for (const worker of workers.running.values()) worker.life.enter(() => worker.stockChanged(role));
    });
  }

  /** The first poll that gets through tells a worker all that changed in the storm, whatever notices were lost. */
  catchUp(): void {
    const { workers, outside } = this.#ports;
    for (const worker of workers.unpolled())
      for (const [role, externalId] of outside.papers())
        worker.life.enter(() => worker.notice(role, `poll-${externalId}`, externalId));
  }
}
