import { all } from '../suite/longer.ts';
import { conformanceTests } from './conformance-tests.ts';
import { trytonErpSubject } from './subjects/tryton-erp.ts';
import { trytonWmsSubject } from './subjects/tryton-wms.ts';

/**
 * Both roles speak through one client. Of the warehouse the default run plays what goods do; all of its checks are in
 * `npm run conformance`, and here with `--all`.
 */
const ofGoods = /by parcel|two parts|document is made|came back/;
/** What the default run leaves to the others: bad replies and pages meet the same client there, of returns some. */
const metElsewhere =
  /a return is cancelled|more than was invoiced|changes name returns|^(busy|failing|unreadable|cut_off|misshapen|too_large|repeats):|more than two pages|many callers|what leaves or is cancelled|stock (begins|that changes)|both documents are shown, or the new one/;

conformanceTests({
  ...trytonErpSubject,
  checks: trytonErpSubject.checks.filter((name) => all || !metElsewhere.test(name)),
});
conformanceTests({
  ...trytonWmsSubject,
  checks: trytonWmsSubject.checks.filter((name) => all || ofGoods.test(name)),
});
