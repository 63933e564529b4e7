import { sandboxErpSubject } from './sandbox-erp.ts';
import { sandboxWmsSubject } from './sandbox-wms.ts';
import type { Subject } from './subject.ts';

/** Every adapter there is, beside a system for it. */
export const SUBJECTS: readonly Subject[] = [sandboxErpSubject, sandboxWmsSubject];
