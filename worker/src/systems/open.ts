import type { Opened, Surroundings } from './adapter.ts';
import { ERP_ACTING, erpOperations } from './erp/operations.ts';
import type { SystemSettings } from './settings.ts';
import { type OutsideSystem, WebhookRefused } from './system.ts';
import { WMS_ACTING, wmsOperations } from './wms/operations.ts';

/** Opens a configured system by its adapter. Throws what the adapter throws: a secret that can't be read, say. */
export function openSystem(settings: SystemSettings, surroundings: Surroundings): OutsideSystem {
  const { adapter, own } = settings;
  if (adapter.role === 'erp') {
    const opened = adapter.open(own, surroundings);
    return {
      role: 'erp',
      operations: erpOperations(opened.port),
      acting: ERP_ACTING,
      ...frame(settings, surroundings, opened),
    };
  }
  const opened = adapter.open(own, surroundings);
  return {
    role: 'wms',
    operations: wmsOperations(opened.port),
    acting: WMS_ACTING,
    ...frame(settings, surroundings, opened),
  };
}

/** What is the same for every role. */
function frame(
  settings: SystemSettings,
  { name }: Surroundings,
  opened: Opened<Pick<OutsideSystem, 'changedSince'>>,
): Omit<OutsideSystem, 'role' | 'operations' | 'acting'> {
  return {
    name,
    adapter: settings.adapter.name,
    timeoutMs: settings.timeoutSeconds * 1000,
    callsAtOnce: settings.callsAtOnce,
    protection: settings,
    pollEverySeconds: settings.pollEverySeconds,
    changedSince: (cursor, signal) => opened.port.changedSince(cursor, signal),
    examine: (references, signal) => opened.examine(references, signal),
    receive: (delivery) => {
      if (opened.receive === undefined) throw new WebhookRefused('this system tells nothing by webhook');
      return opened.receive(delivery);
    },
    upkeep: opened.upkeep?.bind(opened) ?? null,
  };
}
