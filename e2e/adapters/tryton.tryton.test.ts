import { conformanceTests } from './conformance-tests.ts';
import { trytonErpSubject } from './subjects/tryton-erp.ts';
import { trytonWmsSubject } from './subjects/tryton-wms.ts';

conformanceTests(trytonErpSubject);
conformanceTests(trytonWmsSubject);
