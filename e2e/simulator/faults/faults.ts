import type { FaultName } from './catalogue.ts';

/** Where something happens, as far as it is about one shop, subject or system. */
export interface Place {
  readonly shop: string | null;
  readonly subject: string | null;
  readonly system: string | null;
}

/**
 * A fault that waits for its moment. `until`: it strikes all that comes until then (epoch ms); null: once. `aim`: only where
 * an order or a return stands in a column of the matrix.
 */
export interface Armed {
  readonly name: FaultName;
  readonly shop: string | null;
  readonly system: string | null;
  readonly until: number | null;
  readonly aim: string | null;
}

export interface FaultPorts {
  readonly now: () => number;
  readonly struck: (name: FaultName, place: Place) => void;
  /** The columns of the matrix in which those stand that a fault would meet there. */
  readonly columnsAt: (place: Place) => readonly string[];
}

/** Faults that are armed; whoever passes a point asks whether one strikes there. */
export class Faults {
  readonly #ports: FaultPorts;
  readonly #armed = new Map<FaultName, Armed[]>();
  #waiting: readonly { readonly aim: string; readonly happen: (place: Place) => void }[] = [];

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
    this.#waiting = [];
  }

  /** What is no fault of the way happens as somebody passes who stands in that column of the matrix. */
  await(aim: string, happen: (place: Place) => void): void {
    this.#waiting = [...this.#waiting, { aim, happen }];
  }

  /** A call or an exchange leaves. */
  pass(place: Place): void {
    if (this.#waiting.length === 0) return;
    const columns = this.#ports.columnsAt(place);
    const due = this.#waiting.filter(({ aim }) => columns.includes(aim));
    this.#waiting = this.#waiting.filter((each) => !due.includes(each));
    for (const { happen } of due) happen(place);
  }

  /** Whether the fault strikes here, now. */
  at(name: FaultName, place: Place): boolean {
    const armed = this.#armed.get(name);
    if (armed === undefined || armed.length === 0) return false;
    const now = this.#ports.now();
    let columns: readonly string[] | null = null;
    const isThere = ({ aim }: Armed) => {
      if (aim === null) return true;
      columns ??= this.#ports.columnsAt(place);
      return columns.includes(aim);
    };
    const index = armed.findIndex(
      (each) => fits(each, place) && (each.until === null || each.until > now) && isThere(each),
    );
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
