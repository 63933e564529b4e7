import type { Mutant } from '../mutant.ts';

const FILES = 'worker/src/flows/order';

/** What an order may do next, and when. */
export const roadMutants: readonly Mutant[] = [
  {
    name: 'release before allocation',
    breaks: 'the warehouse is told before the ERP has the stock',
    file: `${FILES}/steps.ts`,
    find: "isLive(erp.doc) && erp.doc?.allocation === 'full' && settled",
    replace: 'isLive(erp.doc) && settled',
    promise: 'the gate',
  },
  {
    name: 'release before the number is told',
    breaks: 'the warehouse is told before the shop has the ERP number',
    file: `${FILES}/steps.ts`,
    find: ' && isNumberTold(state);',
    replace: ';',
    promise: 'the gate',
    weather: { faults: ['effects are put off', 'another plugin stops an effect', 'shop unreachable'] },
  },
  {
    name: 'cancel ignored after release',
    breaks: 'what is at the warehouse is not called back',
    file: `${FILES}/steps.ts`,
    find: "if (verdict.intent === 'cancel' && wms.cancelRefused === null) {",
    replace: "if (verdict.intent === 'unknown' && wms.cancelRefused === null) {",
    promise: 'no order is lost',
    weather: { faults: ['cancelled as the warehouse commits'], mode: 'liveness' },
  },
  {
    name: 'unpaid order is sent',
    breaks: 'what nobody has paid goes to the ERP',
    file: `${FILES}/intent.ts`,
    find: "  pending: 'await_payment',",
    replace: "  pending: 'send',",
    promise: 'the gate',
  },
  {
    name: 'held order is sent',
    breaks: 'what staff put on hold goes to the ERP',
    file: `${FILES}/intent.ts`,
    find: "return rule?.sendOnHold === true ? 'send' : 'pause';",
    replace: "return rule?.sendOnHold === true ? 'pause' : 'send';",
    promise: 'the gate',
  },
  {
    name: 'order from before go-live is sent',
    breaks: 'what another way of working has dealt with is sent again',
    file: `${FILES}/intent.ts`,
    find: 'return goLiveAt === null || (Date.parse(order.created_at) < goLiveAt && !state.backfilled);',
    replace: 'return goLiveAt === null;',
    promise: 'the gate',
  },
  {
    name: 'ERP order cancelled under a parcel',
    breaks: 'the ERP lets go of what the warehouse may still send',
    file: `${FILES}/steps.ts`,
    find: 'if (!isClear(wms) || erp.cancelRefused !== null) return null;',
    replace: 'if (erp.cancelRefused !== null) return null;',
    promise: 'the gate',
    weather: { faults: ['cancelled as the warehouse commits'] },
  },
  {
    name: '"later" is taken for done',
    breaks: 'what the shop put off is never told again',
    file: `${FILES}/tellings.ts`,
    find: "if (answer.result === 'applied' || answer.result === 'already') {",
    replace: "if (answer.result !== 'failed' && answer.result !== 'stale') {",
    promise: 'the gate',
    weather: { faults: ['effects are put off'] },
  },
  {
    name: 'checkpoint not written with the effect',
    breaks: 'a new engine begins from nothing',
    file: `${FILES}/mirror.ts`,
    find: 'const checkpoint = toCheckpoint(state, picture.timeline);',
    replace: 'const checkpoint = null;',
    promise: '',
    weather: { faults: ["engine's file lost"], mode: 'liveness' },
  },
];
