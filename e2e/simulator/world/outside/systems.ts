import { ERP_ACTING, erpOperations } from '../../../../worker/src/systems/erp/operations.ts';
import type { OutsideSystem } from '../../../../worker/src/systems/system.ts';
import { WMS_ACTING, wmsOperations } from '../../../../worker/src/systems/wms/operations.ts';
import type { SimulatedErp } from './erp.ts';
import type { Caller, SystemLine } from './line.ts';
import type { SimulatedWarehouse } from './warehouse.ts';

export const CALL_TIMEOUT_MS = 20_000;

/** ERP and warehouse as a worker's process has them configured. */
export function systemsOf(
  caller: Caller,
  erp: SimulatedErp,
  warehouse: SimulatedWarehouse,
  lines: Readonly<Record<'erp' | 'wms', SystemLine>>,
): Readonly<Record<'erp' | 'wms', OutsideSystem>> {
  const erpRoad = erpOperations(erp.adapter(lines.erp, caller));
  const wmsRoad = wmsOperations(warehouse.adapter(lines.wms, caller));
  return {
    erp: { ...framed('erp'), operations: erpRoad, acting: ERP_ACTING },
    wms: { ...framed('wms'), operations: wmsRoad, acting: WMS_ACTING },
  };
}

function framed(role: 'erp' | 'wms'): Omit<OutsideSystem, 'operations' | 'acting'> {
  const unasked = () => Promise.reject(new Error('nobody asks for this here'));
  return {
    name: role,
    role,
    adapter: 'simulated',
    timeoutMs: CALL_TIMEOUT_MS,
    callsAtOnce: 4,
    pollEverySeconds: 60,
    changedSince: unasked,
    examine: unasked,
    receive: () => {
      throw new Error('no webhook comes this way');
    },
    upkeep: null,
  };
}
