import type { Adapter } from './adapter.ts';
import { businessCentral } from './erp/business-central/adapter.ts';
import { sandboxErp } from './erp/sandbox/adapter.ts';
import { trytonErp } from './erp/tryton/adapter.ts';
import { sandboxWms } from './wms/sandbox/adapter.ts';
import { trytonWms } from './wms/tryton/adapter.ts';

/** The adapters that come with the worker; others come by the configuration's `adapters`. */
export const BUILT_IN: readonly Adapter[] = [trytonErp, trytonWms, businessCentral, sandboxErp, sandboxWms];
