import { conformanceTests } from './conformance-tests.ts';
import { trytonErpSubject } from './subjects/tryton-erp.ts';
import { trytonWmsSubject } from './subjects/tryton-wms.ts';

/** Both roles speak through one client: what goes wrong on its line is played once more only with `--all`. */
const ofTheLine = /^(not_sent|busy|failing|unreadable|cut_off|misshapen|too_large|repeats):/;
const all = process.env.CAUSEWAY_TEST_ALL === '1';

conformanceTests(trytonErpSubject);
conformanceTests({
  ...trytonWmsSubject,
  checks: trytonWmsSubject.checks.filter((name) => all || !ofTheLine.test(name)),
});
