import type { FaultName } from '../../faults/catalogue.ts';
import type { Faults } from '../../faults/faults.ts';
import type { Plan } from '../../run/plan.ts';
import type { Say } from '../../trace/trace.ts';
import { steady } from '../chance.ts';
import { namedBy, releaseIdsOf, type SubjectName } from '../names.ts';
import { restsWait } from '../rules.ts';
import { heldBack, lackedUnits } from './allocations.ts';
import { SimulatedErp } from './erp.ts';
import { Goods } from './goods.ts';
import { type Caller, SystemLine } from './line.ts';
import type { SystemPorts } from './simulated-system.ts';
import { StockWord } from './stock-word.ts';
import { systemsOf } from './systems.ts';
import { SimulatedWarehouse } from './warehouse.ts';

export interface OutsidePorts {
  readonly plan: Plan;
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => void;
  readonly faults: Faults;
  readonly say: Say;
  readonly changed: (role: 'erp' | 'wms', externalId: string) => void;
  readonly committed: (role: 'erp' | 'wms', externalId: string) => void;
  readonly left: (caller: Caller, operation: string, about: SubjectName) => void;
}

/** ERP and warehouse, their goods and what they say of them, and the lines to both. */
export class Outside {
  readonly goods: Goods;
  /** What each system says of its goods. */
  readonly words: Readonly<Record<'erp' | 'wms', StockWord>>;
  readonly erp: SimulatedErp;
  readonly warehouse: SimulatedWarehouse;
  readonly #ports: OutsidePorts;
  readonly #lines: Readonly<Record<'erp' | 'wms', SystemLine>>;

  constructor(ports: OutsidePorts) {
    this.#ports = ports;
    this.goods = new Goods(ports.now);
    this.words = { erp: this.#word('erp'), wms: this.#word('wms') };
    this.erp = this.#makeErp();
    this.warehouse = this.#makeWarehouse();
    this.#lines = { erp: this.#line('erp', 1), wms: this.#line('wms', 2) };
  }

  /** As a worker's process has them configured. */
  systems(caller: Caller): ReturnType<typeof systemsOf> {
    return systemsOf(caller, this.erp, this.warehouse, this.#lines);
  }

  /** The external ids of all that either has. */
  papers(): (readonly ['erp' | 'wms', string])[] {
    const { orders, returns, memos } = this.erp;
    const { releases, receipts } = this.warehouse;
    return [
      ...[orders, returns, memos].flatMap((of) => [...of.externalIds()].map((id) => ['erp', id] as const)),
      ...[releases, receipts].flatMap((of) => [...of.externalIds()].map((id) => ['wms', id] as const)),
    ];
  }

  /** Failures of a subject's calls that were no limit. */
  troubles(shop: string, subject: string): number {
    const of = `${shop} ${subject}`;
    const { erp, wms } = this.#lines;
    return (erp.troubles.get(of) ?? 0) + (wms.troubles.get(of) ?? 0);
  }

  /** People changed the ERP's document: who has just made it looks for it in vain, and that is an attempt. */
  upset(externalId: string): void {
    const { shop, subject } = namedBy(externalId);
    const of = `${shop} ${subject}`;
    const { troubles } = this.#lines.erp;
    troubles.set(of, (troubles.get(of) ?? 0) + 1);
  }

  tooSoon(): string | null {
    return this.#lines.erp.tooSoon ?? this.#lines.wms.tooSoon;
  }

  #makeErp(): SimulatedErp {
    const waits = restsWait(this.#ports.plan);
    return new SimulatedErp({
      ...this.#systemPorts('erp'),
      free: (sku) => this.goods.free('MAIN', sku),
      lacked: (order, sku) => {
        const ids = waits ? releaseIdsOf(order.doc.externalId) : [];
        return lackedUnits(
          order,
          ids.flatMap((id) => this.warehouse.releases.of(id)),
          sku,
        );
      },
      covers: this.#ports.plan.tellsFree,
      hasReleases: (orderId) => waits && this.warehouse.releases.live(orderId).length > 0,
    });
  }

  #makeWarehouse(): SimulatedWarehouse {
    return new SimulatedWarehouse({
      ...this.#systemPorts('wms'),
      shipped: (sku, units, node) => this.goods.move(node, sku, -units),
      onHand: (node, sku) => {
        const { online, onHand } = this.goods.standing(node, sku);
        return online ? onHand : null;
      },
      tellsFree: this.#ports.plan.tellsFree,
      rest: restsWait(this.#ports.plan) ? (orderId) => this.erp.lose(orderId) : null,
    });
  }

  #systemPorts(role: 'erp' | 'wms'): SystemPorts {
    const { plan, now, changed, committed } = this.#ports;
    return {
      enforcesUniqueIds: plan.uniqueIds[role],
      now,
      changed: (externalId) => {
        for (const [node, sku, back] of heldBack(this.erp.orders, this.warehouse.releases, restsWait(plan)))
          this.goods.change(node, sku, back);
        changed(role, externalId);
      },
      committed: (externalId) => committed(role, externalId),
      stock: (cursor) => this.words[role].answer(cursor),
    };
  }

  #word(role: 'erp' | 'wms'): StockWord {
    const { now, faults } = this.#ports;
    const place = { shop: null, subject: null, system: role };
    return new StockWord(role, this.goods, now, (fault: FaultName) => faults.at(fault, place));
  }

  #line(system: 'erp' | 'wms', nr: number): SystemLine {
    const { plan, faults, now, after, say, left } = this.#ports;
    const latency = (call: number) => 20 + Math.floor(180 * steady(plan.seed + nr, call));
    return new SystemLine(system, { faults, now, after, latency, say, left });
  }
}
