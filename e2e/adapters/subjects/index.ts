import { businessCentralSubject } from './business-central.ts';
import { sandboxErpSubject } from './sandbox-erp.ts';
import { sandboxWmsSubject } from './sandbox-wms.ts';
import type { Subject } from './subject.ts';
import { trytonErpSubject } from './tryton-erp.ts';
import { trytonWmsSubject } from './tryton-wms.ts';

/** Every adapter there is, beside a system for it. */
export const SUBJECTS: readonly Subject[] = [
  trytonErpSubject,
  trytonWmsSubject,
  businessCentralSubject,
  sandboxErpSubject,
  sandboxWmsSubject,
];
