import type { FaultName } from './catalogue.ts';

const CREATING: readonly FaultName[] = ['lies "already exists"'];
const ACTING: readonly FaultName[] = [
  'crash after the call left',
  'crash after the system committed',
  'reset after the system committed',
  'commits after the reset',
  'commits long after the reset',
];
const CALLS: readonly FaultName[] = [
  ...CREATING,
  ...ACTING,
  'crash as the reply comes',
  'unreachable',
  '429 storm',
  'sign-in expired',
  'error 500, nothing done',
  'garbled reply',
  'slow',
  'stuck',
];
const ERP_COMMITS: readonly FaultName[] = [
  'edited as the ERP commits',
  'cancelled as the ERP commits',
  'refunded as the ERP commits',
];
const COMMITS: readonly FaultName[] = [...ERP_COMMITS, 'cancelled as the warehouse commits'];
const CHANGES: readonly FaultName[] = ['edited during an effect', 'cancelled during an effect'];
const EFFECTS: readonly FaultName[] = [
  'PHP dies before an effect',
  'PHP dies before the effect is recorded',
  'PHP dies after the effect is recorded',
  'another plugin stops an effect',
  'effects are put off',
];

/** What strikes at an effect that changes an order or pays back, not at what is only shown. */
const TELLINGS: readonly FaultName[] = ['PHP dies before the effect is recorded', 'effects are put off'];
const PAYING: readonly FaultName[] = ['PHP dies before it pays back', 'PHP dies after it paid back'];
const ORDERS = ['captured', 'awaited', 'let be', 'held', 'submitting', 'verifying', 'recovering', 'retrying'];
const LATER_ORDERS = ['accepted', 'releasing', 'warehouse', 'shipped', 'completed', 'cancelling', 'cancelled'];
const RETURNS = ['r begun', 'r retrying', 'r held', 'r goods', 'r money', 'r over'];

type Excuses = readonly (readonly [faults: readonly FaultName[], states: readonly string[], why: string])[];

/** Cells of the matrix that can't be filled, with why. */
const IMPOSSIBLE: Excuses = [
  [[...CALLS, ...COMMITS], ['captured'], 'no call is made for an order about which nothing was decided'],
  [[...CHANGES, ...EFFECTS], ['captured'], 'nothing is told of an order about which nothing was decided'],
  [[...CREATING, ...COMMITS], ['shipped', 'completed'], 'its documents are there: none is created any more'],
  [PAYING, [...ORDERS, ...LATER_ORDERS], 'only a return is paid back'],
  [PAYING, ['r begun', 'r goods', 'r over'], 'it is asked for after the inspection, and once'],
  [[...COMMITS, ...CHANGES], RETURNS, 'an order is changed, not a return'],
  [TELLINGS, ['r begun', 'r goods', 'r over'], 'of a return only the refund changes anything in the shop'],
];

const UNBEGUN = ['awaited', 'let be', 'held', 'verifying', 'recovering', 'accepted', 'warehouse', 'cancelled'];
const UNTOLD = ['awaited', 'let be', 'held', 'submitting', 'verifying', 'recovering', 'retrying', 'releasing'];

/** Cells that only two strokes of bad luck in one moment fill, with what the second one is: a run need not have met them. */
const RARE: Excuses = [
  [
    CALLS,
    ['let be', 'shipped', 'completed'],
    'nothing is asked then: a call left late, or a second document came late',
  ],
  [
    [...CREATING, ...COMMITS],
    [...UNBEGUN, 'cancelling'],
    'nothing is made then: a call left late, or was committed late',
  ],
  [['cancelled as the warehouse commits'], ['submitting'], 'no release is made then: it was committed late'],
  [ERP_COMMITS, ['releasing'], 'no ERP order is made then: it was committed late'],
  [ACTING, UNBEGUN, 'nothing but an edit or a second document makes a call act then'],
  [[...ACTING, ...CREATING], ['r held', 'r goods', 'r over'], 'nothing but a second document makes a call act then'],
  [
    [...CHANGES, ...TELLINGS],
    [...UNTOLD, 'completed', 'cancelling', 'cancelled'],
    'something else befell it meanwhile',
  ],
  [[...TELLINGS, ...PAYING], ['r retrying', 'r held'], 'another document of it failed in that moment'],
];

const excuse = (excuses: Excuses, fault: FaultName, state: string): string | null =>
  excuses.find(([faults, states]) => faults.includes(fault) && states.includes(state))?.[2] ?? null;

/** Why a fault can't meet an order in a state; null: it can. */
export const impossible = (fault: FaultName, state: string): string | null => excuse(IMPOSSIBLE, fault, state);

/** What else must go wrong for a fault to meet an order in a state; null: nothing. */
export const rare = (fault: FaultName, state: string): string | null => excuse(RARE, fault, state);
