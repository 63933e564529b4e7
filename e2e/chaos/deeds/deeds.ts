import type { Ground } from '../ground.ts';
import type { Blow, Kind } from '../plan.ts';
import type { Deed } from './deed.ts';
import { fillingDisk } from './disk.ts';
import { deletingEngineFile, killing, killingPhp } from './killing.ts';
import { makingReadOnly } from './shop.ts';
import { sleeping } from './sleeping.ts';

const DEEDS: Readonly<Record<Kind, (ground: Ground, downMs: number, shopDownMs: number) => Deed>> = {
  worker_killed: ({ worker }, downMs) => killing(worker, downMs),
  php_killed: killingPhp,
  database_killed: ({ database }, downMs) => killing(database, downMs),
  erp_killed: ({ erp }, downMs) => killing(erp, downMs, 'cut'),
  wms_killed: ({ wms }, downMs) => killing(wms, downMs),
  answer_lost: () => ({ fall: async () => 'cut', mend: async () => undefined }),
  disk_full: fillingDisk,
  engine_file_deleted: deletingEngineFile,
  shop_read_only: makingReadOnly,
  worker_asleep: sleeping,
  shop_down: (ground, _, shopDownMs) => killingPhp(ground, shopDownMs),
};

export function deedOf(ground: Ground, { kind, downMs }: Blow, shopDownMs: number): Deed {
  return DEEDS[kind](ground, downMs, shopDownMs);
}
