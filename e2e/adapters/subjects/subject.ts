import { type Check, type Verdict, verdictOf } from '../../../worker/src/systems/conformance/check.ts';
import type { ErpBench } from '../../../worker/src/systems/erp/conformance/bench.ts';
import { ERP_RETURNS } from '../../../worker/src/systems/erp/conformance/returns.ts';
import { ERP_SUBSTITUTES } from '../../../worker/src/systems/erp/conformance/substitutes.ts';
import { ERP_CONFORMANCE } from '../../../worker/src/systems/erp/conformance/suite.ts';
import type { WmsBench } from '../../../worker/src/systems/wms/conformance/bench.ts';
import { WMS_FREE_STOCK } from '../../../worker/src/systems/wms/conformance/free-stock.ts';
import { WMS_RETURNS } from '../../../worker/src/systems/wms/conformance/returns.ts';
import { WMS_CONFORMANCE } from '../../../worker/src/systems/wms/conformance/suite.ts';

/** An adapter beside its system, and what must hold of the two. */
export interface Subject {
  readonly name: string;
  readonly role: 'erp' | 'warehouse';
  /** False: the system is one of ours, or a server that we wrote from the vendor's documentation. */
  readonly real: boolean;
  readonly checks: readonly string[];
  /** Why the system can't be had here; null: it can. */
  missing(): string | null;
  start(): Promise<Started>;
}

export interface Started {
  verdict(check: string): Promise<Verdict>;
  stop(): Promise<void>;
}

/** Who the subject is, and how its system is started. */
export interface Description<Bench> {
  readonly name: string;
  readonly real: boolean;
  /** Its adapter declares `returns`: they are checked too. */
  readonly returns?: boolean;
  /** Its adapter declares `tellsFreeStock`, or `substitutes`: that is checked too. */
  readonly shorts?: boolean;
  readonly missing?: () => string | null;
  readonly start: () => Promise<{ readonly bench: Bench; stop(): Promise<void> }>;
}

export const erpSubject = (description: Description<ErpBench>): Subject =>
  subjectOf('erp', { always: ERP_CONFORMANCE, returns: ERP_RETURNS, shorts: ERP_SUBSTITUTES }, description);

export const warehouseSubject = (description: Description<WmsBench>): Subject =>
  subjectOf('warehouse', { always: WMS_CONFORMANCE, returns: WMS_RETURNS, shorts: WMS_FREE_STOCK }, description);

function subjectOf<Bench>(
  role: Subject['role'],
  suites: Readonly<Record<'always' | 'returns' | 'shorts', readonly Check<Bench>[]>>,
  { name, real, returns = false, shorts = false, missing = () => null, start }: Description<Bench>,
): Subject {
  const checks = [...suites.always, ...(returns ? suites.returns : []), ...(shorts ? suites.shorts : [])];
  return {
    name,
    role,
    real,
    checks: checks.map((check) => check.name),
    missing,
    start: async () => {
      const { bench, stop } = await start();
      const verdict = async (wanted: string) => {
        const check = checks.find((one) => one.name === wanted);
        if (check === undefined) throw new Error(`no check "${wanted}"`);
        return await verdictOf(check, bench);
      };
      return { verdict, stop };
    },
  };
}
