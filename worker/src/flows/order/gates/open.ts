import { cut } from '../../../policy/raise.ts';
import type { Verdict } from '../holds.ts';
import { keptBy, MOVES } from '../lane/kept.ts';
import { WORDS } from '../lane/words.ts';
import { attemptsOf } from '../patience.ts';
import { isAllShipped } from '../shipments.ts';
import { focus, type StateName } from '../situation.ts';
import type { OrderState, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { WORDING } from '../words.ts';
import { type GateName, heldBy, type Open } from './standing.ts';

/** What is needed to say how an order stands before its gates. */
export interface Scene {
  readonly turn: Turn;
  readonly verdict: Verdict;
  /** The state that the order is shown in. */
  readonly name: StateName;
}

/** An open gate's story. `current`: it is the one that the order stands before. */
export function openGate(gate: GateName, scene: Scene, current: boolean): Open {
  const { state } = scene.turn;
  if (current && scene.name === 'recovering') return recovering(scene);
  switch (gate) {
    case 'received':
      return waiting('the shop to say what the order is');
    case 'paid':
      return atTheShop(scene);
    case 'number':
      return atTelling(scene, (telling) => telling.startsWith('erp_number:'));
    case 'told':
      return atTheEnd(scene);
    case 'closed':
      return waiting(WORDING.closed_by_person.waitingFor(state, scene.verdict));
    default:
      return (current ? trouble(scene) : null) ?? atASystem(gate, scene);
  }
}

const waiting = (detail: string, until: number | null = null): Open => ({
  status: 'waiting',
  detail: cut(detail, 200),
  until,
});

function atTheShop({ verdict }: Scene): Open {
  switch (verdict.intent) {
    case 'await_payment':
      return waiting("the customer's payment");
    case 'pause':
      return { status: 'held', detail: 'The order is on hold in the shop: someone there lets it go, or cancels it.' };
    case 'unknown': {
      const status = [...verdict.blocking, ...verdict.remarks].find(({ cause }) =>
        cause.startsWith('mapping:order_status'),
      );
      return status === undefined ? waiting('a status that says what is meant') : heldBy(status);
    }
    default:
      return waiting('the shop to say what the order is');
  }
}

/** A telling that the shop took too often amiss waits for a person; else it is on its way, or said again at an instant. */
function atTelling({ turn, verdict }: Scene, concerns: (telling: string) => boolean): Open {
  const tellings = Object.entries(turn.state.tellings).flatMap(([name, telling]) => (concerns(name) ? [telling] : []));
  const stuck = verdict.remarks.find(({ cause }) => cause === 'internal:shop_effect');
  if (stuck !== undefined && tellings.some(({ fails }) => fails >= turn.settings.attemptsMax)) return heldBy(stuck);
  const again = tellings.flatMap(({ status, notBefore }) => (status === 'again' ? [notBefore ?? 0] : []));
  return { ...waiting('the shop to take it', later(turn, Math.max(0, ...again))), moving: true };
}

function atTheEnd(scene: Scene): Open {
  if (scene.verdict.intent !== 'send') {
    const detail = 'All of it has left, but the order in the shop is not in processing: put it there, or Resolve.';
    return { status: 'held', detail };
  }
  return atTelling(scene, () => true);
}

/** Nothing goes on before both systems were asked what is there. */
function recovering({ turn, verdict }: Scene): Open {
  const { state } = turn;
  const kept = keptBy(turn, focus(state));
  if (kept !== null) return { ...waiting(kept.why, kept.until), moving: MOVES.has(kept.reason) };
  return waiting(`${WORDING.recovering.waitingFor(state, verdict)}: what is there?`, laneUntil(turn, focus(state)));
}

/** The lane that the order waits for failed: when it is tried again. */
function trouble({ turn, name }: Scene): Open | null {
  const { state } = turn;
  if ((name !== 'retrying' && name !== 'waiting_for_system') || keptBy(turn, focus(state)) !== null) return null;
  const lane = state[focus(state)];
  const system = WORDS[focus(state)].system;
  const attempts = attemptsOf(turn.settings, lane);
  const attempt = `attempt ${Math.min(lane.fails + 1, attempts)} of ${attempts} with ${system}`;
  const what = name === 'retrying' ? attempt : `${system}'s limit`;
  return waiting(`${what} (${lane.failure?.message ?? 'it did not do as asked'})`, laneUntil(turn, focus(state)));
}

/** Where a gate's answer comes from, and what is awaited there. */
const ASKED: Partial<Record<GateName, readonly [Role, (state: OrderState) => string]>> = {
  accepted: ['erp', () => "the ERP's answer"],
  allocated: [
    'erp',
    ({ erp }) => (erp.doc?.allocation === 'partial' ? 'stock: the ERP allocated a part' : "the ERP's allocation"),
  ],
  released: ['wms', () => "the warehouse's answer"],
  picked: ['wms', () => 'picking'],
  packed: ['wms', () => 'packing'],
  shipped: [
    'wms',
    ({ wms, nth }) =>
      nth > 1 || wms.doc?.status === 'partially_shipped' ? 'the rest: a part has left' : 'the carrier',
  ],
  release_cancelled: ['wms', () => "the warehouse's answer"],
  order_cancelled: ['erp', () => "the ERP's answer"],
};

function atASystem(gate: GateName, { turn, verdict }: Scene): Open {
  const { state, settings, now } = turn;
  const short = verdict.remarks.find(({ cause }) => cause === 'stock:short_shipment');
  if (gate === 'shipped' && short !== undefined && !isAllShipped(state)) return heldBy(short);
  const [role, what] = ASKED[gate] ?? ['erp', () => 'the next step'];
  const kept = keptBy(turn, role);
  if (kept !== null) return { ...waiting(kept.why, kept.until), moving: MOVES.has(kept.reason) };
  const until = laneUntil(turn, role);
  if (until !== null) return waiting(what(state), until);
  const next = (state[role].lookedAt ?? 0) + settings.lookUpEverySeconds * 1000;
  const polled = state[role].call === null && state[role].doc !== null && next > now;
  return polled ? { ...waiting(what(state), next), moving: true } : waiting(what(state));
}

/** Nothing is asked before: a back-off, a system's limit, a commit that may still come. */
function laneUntil(turn: Turn, role: Role): number | null {
  const lane = turn.state[role];
  return later(turn, Math.max(lane.notBefore ?? 0, lane.settlesAt));
}

const later = ({ now }: Turn, at: number): number | null => (at > now ? at : null);
