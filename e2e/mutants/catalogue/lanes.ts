import type { Mutant } from '../mutant.ts';

const FILES = 'worker/src/flows/order/lane';

/** What is asked of ERP and warehouse, and what is made of their answers. */
export const laneMutants: readonly Mutant[] = [
  {
    name: 'no look-up after a broken call',
    breaks: 'what may have been done is done again without a look',
    file: `${FILES}/failing.ts`,
    find: 'if (acted) Object.assign(lane, { look: true, settlesAt: turn.now + turn.settings.settleMs });',
    replace: 'if (acted) Object.assign(lane, { absent: true });',
    promise: 'nothing is done twice',
    weather: {
      faults: ['reset after the system committed', 'notice lost', 'commits after the reset'],
      uniqueIds: false,
    },
  },
  {
    name: '"already exists" believed',
    breaks: 'what a system says to have already is taken for our document, unread',
    file: `${FILES}/failing.ts`,
    find: "Object.assign(lane, { claimed: 'duplicate', look: true, absent: false });",
    replace: `const { externalId, sent } = turn.state;
    const doc = { id: 'SO-0', number: 'SO-0', externalId, status: 'open', allocation: 'full', ...sent };
    Object.assign(lane, { claimed: null, look: false, absent: false, doc });`,
    promise: 'the gate',
    weather: { faults: ['lies "already exists"'] },
  },
  {
    name: 'not read back after create',
    breaks: 'a created document is never looked at, and the shop is told of the wait again and again',
    file: `${FILES}/answers.ts`,
    find: "  lane.look = true;\n  if (operation === 'create')",
    replace: "  if (operation === 'create')",
    promise: 'is quiet',
    weather: { faults: ['notice lost'], mode: 'liveness' },
  },
  {
    name: 'duplicate not cancelled',
    breaks: 'of two documents under one external id both stay',
    file: `${FILES}/finding.ts`,
    find: '(live.filter((doc) => doc !== kept).at(-1) ?? tooMany.at(-1))',
    replace: 'tooMany.at(-1)',
    promise: 'nothing is done twice',
    weather: { faults: ['commits long after the reset'], mode: 'liveness', uniqueIds: false },
  },
  {
    name: 'garbled look-up taken for none',
    breaks: 'a reply that can not be read says that no document is there',
    file: `${FILES}/answers.ts`,
    find: 'const parsed = FoundOrders.safeParse(reply);\n    if (!parsed.success) return false;',
    replace:
      'const parsed = FoundOrders.catch({ orders: [] }).safeParse(reply);\n    if (!parsed.success) return false;',
    promise: 'nothing is done twice',
    weather: { faults: ['garbled reply', 'reset after the system committed'], uniqueIds: false },
  },
  {
    name: 'external id changes at a retry',
    breaks: 'every attempt goes under an id of its own',
    file: 'worker/src/flows/order/steps.ts',
    find: "const identity = { externalId: state.externalId, traceId: state.traceId ?? '' };\n  const order =",
    replace:
      "const identity = { externalId: state.externalId.replace(/.$/, String(state.erp.asked.create)), traceId: '' };\n  const order =",
    promise: 'the gate',
    weather: { faults: ['error 500, nothing done'] },
  },
];
