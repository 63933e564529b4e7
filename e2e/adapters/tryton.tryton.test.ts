import { all } from '../suite/longer.ts';
import { conformanceTests } from './conformance-tests.ts';
import { trytonErpSubject } from './subjects/tryton-erp.ts';
import { trytonWmsSubject } from './subjects/tryton-wms.ts';

/**
 * Both roles speak through one client. Of the warehouse the default run plays what goods do; all of its checks are in
 * `npm run conformance`, and here with `--all`.
 */
const ofGoods = /by parcel|two parts|document is made|came back/;
/** Of returns the default run plays those that the others go through too. */
const moreOfReturns = /a return is cancelled|more than was invoiced|changes name returns/;

conformanceTests({
  ...trytonErpSubject,
  checks: trytonErpSubject.checks.filter((name) => all || !moreOfReturns.test(name)),
});
conformanceTests({
  ...trytonWmsSubject,
  checks: trytonWmsSubject.checks.filter((name) => all || ofGoods.test(name)),
});
