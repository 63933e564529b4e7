import { CHECKS } from '../checks/index.ts';
import { exceptionsOf } from '../holds.ts';
import { openGate, type Scene } from './open.ts';
import { areChecksBehind, isOver, isPassed, passedAs, passedAt } from './passed.ts';
import { type GateName, gateOfCheck, heldBy, labelOf, type Open, type Standing } from './standing.ts';

export type { Scene } from './open.ts';
export type { Standing } from './standing.ts';

const CHECK_GATES = CHECKS.map((check) => ({ gate: gateOfCheck(check.name), check }));
const ROAD: readonly GateName[] = [
  'received',
  'go_live',
  'paid',
  ...CHECK_GATES.map(({ gate }) => gate),
  'accepted',
  'number',
  'allocated',
  'released',
  'picked',
  'packed',
  'shipped',
  'told',
];

/** Gates beside the road: the order goes on while they are open. */
const isBeside = (gate: GateName): boolean => gate === 'number' || gate.startsWith('check_');

/**
 * Every gate of an order, in order. The rule: an order with something left to do or to decide has a gate that waits
 * or is held; after the first gate that is ahead there are only gates ahead or skipped; gates that what happened made
 * needless are skipped. A gate may be open while later ones are passed: the ERP goes on while the shop can't be told.
 */
export function gatesOf(scene: Scene): Standing[] {
  const { turn, verdict } = scene;
  const { state } = turn;
  const cancelling = verdict.intent === 'cancel' && state.final === null && !verdict.beforeGoLive;
  const road = cancelling || isOver(state, verdict) ? travelled(scene) : onTheRoad(scene);
  const cancel = cancelling || state.final === 'cancelled' ? cancelGates(scene) : [];
  return [...road, ...cancel, closing(scene)];
}

/** The road of an order that goes on: behind it, open, ahead. */
function onTheRoad(scene: Scene): Standing[] {
  const { turn, verdict } = scene;
  const { state } = turn;
  const isBehind = (gate: GateName) => isPassed(gate, state, verdict);
  const furthest = ROAD.findLastIndex((gate) => !isBeside(gate) && isBehind(gate));
  const current = ROAD.find((gate, index) => index > furthest && !isBeside(gate));
  const checks = checksNow(scene);
  let stopped = false;
  return ROAD.map((gate, index) => {
    const check = checks.get(gate);
    if (check === null || (check === undefined && isBehind(gate))) return passed(gate, scene);
    const overtaken = index < furthest || (gate === 'number' && state.accepted);
    if (check === undefined && !overtaken) {
      return gate === current ? standsBefore(gate, scene, stopped) : still('ahead', gate);
    }
    stopped ||= gate !== 'number';
    return open(gate, scene, check);
  });
}

/** The gate that the order stands before, unless an earlier one `stopped` it. */
function standsBefore(gate: GateName, scene: Scene, stopped: boolean): Standing {
  const [blocking] = scene.verdict.blocking;
  const story = openGate(gate, scene, true);
  if (blocking !== undefined) return open(gate, scene, { ...story, ...heldBy(blocking) });
  // Also while something else holds the order, stock is waited for, and what is in doubt is looked up.
  const goesOn = !stopped || gate === 'allocated' || scene.name === 'recovering';
  return goesOn ? open(gate, scene, story) : still('ahead', gate);
}

/** Each check's own answer where checks are asked now: null passes. */
function checksNow({ turn, verdict }: Scene): ReadonlyMap<GateName, Open | null> {
  const { state, settings } = turn;
  const asked = verdict.intent === 'send' && !state.accepted && verdict.reading !== null;
  if (!asked || verdict.reading === null) return new Map();
  const { reading } = verdict;
  return new Map(
    CHECK_GATES.map(({ gate, check }) => {
      const [hold] = check.run(reading, settings);
      return [gate, hold === undefined ? null : heldBy(hold)];
    }),
  );
}

/** The road of an order that goes no further on it: what it had passed, and what it will not need any more. */
function travelled(scene: Scene): Standing[] {
  const { turn, verdict } = scene;
  const { state } = turn;
  const sent = areChecksBehind(state) || state.reached.checks !== undefined;
  return ROAD.map((gate, index) => {
    if (verdict.beforeGoLive && index > 0) return still('skipped', gate, gate === 'go_live' ? beforeGoLive(scene) : '');
    const behind = gate === 'paid' || gate.startsWith('check_') ? sent : isPassed(gate, state, verdict);
    return behind || passedAt(gate, state) !== null ? passed(gate, scene) : still('skipped', gate);
  });
}

function beforeGoLive({ turn }: Scene): string {
  return turn.shop.goLiveAt === null ? 'The shop is not live yet.' : 'Placed before: listed here, never sent.';
}

/** What a cancelled order still has to get past, the warehouse first. */
function cancelGates(scene: Scene): Standing[] {
  const { turn, verdict } = scene;
  const { state } = turn;
  let stopped = false;
  return (['release_cancelled', 'order_cancelled'] as const).map((gate) => {
    const lane = gate === 'release_cancelled' ? state.wms : state.erp;
    if (isPassed(gate, state, verdict)) return lane.tried ? passed(gate, scene) : still('skipped', gate);
    if (stopped) return still('ahead', gate);
    stopped = true;
    return standsBefore(gate, scene, false);
  });
}

function closing(scene: Scene): Standing {
  const { turn, verdict } = scene;
  if (isPassed('closed', turn.state, verdict)) return passed('closed', scene);
  if (!isOver(turn.state, verdict)) return still('ahead', 'closed');
  const [exception] = exceptionsOf(verdict);
  return open('closed', scene, exception === undefined ? undefined : heldBy(exception));
}

function passed(name: GateName, { turn }: Scene): Standing {
  const { state } = turn;
  const detail = passedAs(name, state);
  return {
    name,
    label: labelOf(name),
    status: 'passed',
    at: passedAt(name, state),
    until: null,
    detail,
    moving: false,
  };
}

function open(name: GateName, scene: Scene, story = openGate(name, scene, false)): Standing {
  const { status, detail, until = null, moving = false } = story;
  const at = isBeside(name) ? null : scene.turn.state.shown.since;
  return { name, label: labelOf(name), status, at, until, detail, moving };
}

function still(status: 'ahead' | 'skipped', name: GateName, detail = ''): Standing {
  return { name, label: labelOf(name), status, at: null, until: null, detail, moving: false };
}
