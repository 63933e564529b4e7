import { conformanceTests } from './conformance-tests.ts';
import { businessCentralSubject } from './subjects/business-central.ts';

conformanceTests(businessCentralSubject);
