import type { FaultName } from './catalogue.ts';

/** Where something happens, as far as it is about one shop, subject or system. */
export interface Place {
  readonly shop: string | null;
  readonly subject: string | null;
  readonly system: string | null;
}

/** A fault that waits for its moment. `lasts`: it strikes all that comes until then (epoch ms); else once. */
export interface Armed {
  readonly name: FaultName;
  readonly shop: string | null;
  readonly system: string | null;
  readonly until: number | null;
}

export interface FaultPorts {
  readonly now: () => number;
  readonly struck: (name: FaultName, place: Place) => void;
}

/** Faults that are armed; whoever passes a point asks whether one strikes there. */
export class Faults {
  readonly #ports: FaultPorts;
  readonly #armed = new Map<FaultName, Armed[]>();

  constructor(ports: FaultPorts) {
    this.#ports = ports;
  }

  arm(armed: Armed): void {
    const others = this.#armed.get(armed.name);
    if (others) others.push(armed);
    else this.#armed.set(armed.name, [armed]);
  }

  /** The storm is over: nothing strikes any more. */
  disarm(): void {
    this.#armed.clear();
  }

  /** Whether the fault strikes here, now. */
  at(name: FaultName, place: Place): boolean {
    const armed = this.#armed.get(name);
    if (armed === undefined || armed.length === 0) return false;
    const now = this.#ports.now();
    const index = armed.findIndex((each) => fits(each, place) && (each.until === null || each.until > now));
    const found = armed[index];
    if (found === undefined) return false;
    if (found.until === null) armed.splice(index, 1);
    this.#ports.struck(name, place);
    return true;
  }
}

function fits(armed: Armed, place: Place): boolean {
  return (
    (armed.shop === null || place.shop === null || armed.shop === place.shop) &&
    (armed.system === null || armed.system === place.system)
  );
}
