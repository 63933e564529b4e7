import { expect, test } from 'vitest';
import { statusLine } from './status-line.ts';

const backlog = { events: 0, calls: 0, effects: 0, held: [] };
const well = { problem: null, leaseLeftMs: 100 };
const asked = { shop: 'DEMO', role: 'erp', calls: 3, until: 0, why: "the ERP's limit", reason: 'asked' };

test.each([
  ['at rest', null, backlog, { DEMO: well }, 'nothing waits'],
  ['one thing', null, { ...backlog, calls: 1 }, { DEMO: well }, '1 call waits'],
  [
    'work, a limit, a shop away',
    null,
    { events: 2, calls: 3, effects: 1, held: [asked, { ...asked, shop: 'B' }] },
    { DEMO: well, B: { ...well, leaseLeftMs: 0 }, C: { ...well, problem: 'not paired' } },
    "2 events, 3 calls, 1 effect wait; erp: the ERP's limit; not in touch with B, C",
  ],
  ['not well', 'the engine cannot commit', backlog, {}, 'NOT WELL: the engine cannot commit'],
] as const)('%s', (_, problem, behind, leases, line) => {
  expect(statusLine(problem, behind, leases)).toBe(line);
});
