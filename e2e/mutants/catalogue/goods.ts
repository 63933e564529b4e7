import type { Mutant } from '../mutant.ts';

const STOCK = 'worker/src/flows/availability';
const ORDER = 'worker/src/flows/order';
const RETURN = 'worker/src/flows/return';
const OVERSELL = 'no oversell';

/** What may be sold, what comes back, and what is paid for it. */
export const goodsMutants: readonly Mutant[] = [
  {
    name: 'counted forgotten',
    breaks: 'units of orders leave what is for sale twice: WooCommerce took them already',
    file: `${STOCK}/telling.ts`,
    find: 'const counted = fromScaled(countedOf(state.memory));',
    replace: 'const counted = fromScaled(countedOf(state.memory) * 0n);',
    promise: OVERSELL,
    weather: { faults: [], mode: 'liveness' },
  },
  {
    name: 'allocation leaves the subtraction at once',
    breaks: 'what the ERP allocated is for sale again until its positions say so',
    file: `${STOCK}/needs.ts`,
    find: '(need[kind] ?? need.shipped ?? Infinity) < (frontier[kind] ?? 0)',
    replace: '(need[kind] ?? need.shipped ?? Infinity) < Infinity',
    promise: OVERSELL,
    weather: { faults: [] },
  },
  {
    name: 'what orders took is not subtracted',
    breaks: 'units are counted, and stay for sale',
    file: `${STOCK}/worth.ts`,
    find: 'const unallocated = taken(state, frontier) + scaled(state.others);',
    replace: 'const unallocated = taken(state, frontier) * 0n + scaled(state.others);',
    promise: OVERSELL,
    weather: { faults: [] },
  },
  {
    name: 'cancelled order goes on taking stock',
    breaks: 'the stock never hears that an order gave its units back',
    file: `${STOCK}/needs.ts`,
    find: 'if (isOlder(need, known)) return memory;',
    replace: 'if (isOlder(need, known) || Number(need.units) < Number(known.units)) return memory;',
    promise: OVERSELL,
    weather: { faults: ['cancelled as the ERP commits', 'cancelled as the warehouse commits'], mode: 'liveness' },
    from: 3,
  },
  {
    name: "allocation dated by the worker's clock",
    breaks: 'a worker whose clock is behind sells what positions from before the allocation still show',
    file: `${ORDER}/lane/answers.ts`,
    find: 'lane.saidAt = outcome.at ?? turn.now;',
    replace: 'lane.saidAt = turn.now;',
    promise: OVERSELL,
    weather: { faults: ["worker's clock jumps back"] },
  },
  {
    name: 'backorder told with every answer',
    from: 8,
    breaks: 'an order that a person looks at tells the same again, whenever the shop answered',
    file: `${ORDER}/stages.ts`,
    find: 'if (last?.text !== PARTIAL) turn.say(',
    replace: 'if (last?.text !== undefined) turn.say(',
    promise: 'quiet',
  },
  {
    name: 'unknown refund asked for again',
    from: 53,
    breaks: 'a refund of which nobody knows whether it was paid is asked for until somebody notices',
    file: `${RETURN}/refund.ts`,
    find: "      settle(turn, refund, 'unknown', message);\n      return;\n    case 'failed':",
    replace: "      state.refund = { ...refund, status: 'again', notBefore: null };\n      return;\n    case 'failed':",
    promise: 'quiet',
    weather: { faults: ['PHP dies before it pays back', 'PHP dies after it paid back'] },
  },
  {
    name: 'broken credit memo booked again',
    breaks: 'what the ERP may have booked without an answer is booked again without a look',
    file: 'worker/src/flows/errand/stumble.ts',
    find: 'if (acted) Object.assign(errand, { look: true, settlesAt: desk.now + desk.settings.settleMs });',
    replace: 'if (acted) Object.assign(errand, { absent: true });',
    promise: 'nothing is done twice',
    weather: { faults: ['reset after the system committed', 'notice lost'], uniqueIds: false },
  },
  {
    name: 'second credit memo left standing',
    from: 58,
    breaks: 'a document that a system committed late, or twice, is seen and not called back',
    file: `${RETURN}/steps.ts`,
    find: 'if (errand.surplus === null) return undefined;',
    replace: 'if (errand.surplus !== undefined) return undefined;',
    promise: '',
    weather: { faults: ['commits after the reset', 'commits long after the reset'], uniqueIds: false },
  },
  {
    name: 'refund of a return booked twice',
    breaks: 'what a return paid back is taken for a refund that staff made, and booked once more',
    file: `${ORDER}/neighbours/refunds.ts`,
    find: 'if (isOwn(refund, state.neighbours)) return false;',
    replace: 'if (refund.id < 0) return false;',
    promise: '',
    weather: { faults: [], mode: 'liveness' },
  },
];
