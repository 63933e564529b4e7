import type { Adapter } from './adapter.ts';
import { sandboxErp } from './erp/sandbox/adapter.ts';
import { sandboxWms } from './wms/sandbox/adapter.ts';

/** The adapters that come with the worker; others come by the configuration's `adapters`. */
export const BUILT_IN: readonly Adapter[] = [sandboxErp, sandboxWms];
