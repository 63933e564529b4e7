import { conformanceTests } from './conformance-tests.ts';
import { sandboxErpSubject } from './subjects/sandbox-erp.ts';
import { sandboxWmsSubject } from './subjects/sandbox-wms.ts';

conformanceTests(sandboxErpSubject);
conformanceTests(sandboxWmsSubject);
