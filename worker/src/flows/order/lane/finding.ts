import { type Document, isLive, progressed } from '../../errand/dealings.ts';
import { audit } from '../audit.ts';
import { currentReleaseId, stepBack } from '../goods/releases.ts';
import type { Intent } from '../intent.ts';
import type { Lane, OrderState, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { doubt, stumble } from './failing.ts';
import { missing, startAnew, wasThere } from './missing.ts';
import { WORDS } from './words.ts';

const ENDED: Readonly<Record<Role, string>> = { erp: 'erp_order_cancelled', wms: 'release_cancelled' };

/**
 * Takes a look-up's answer in: which live document is ours, which is one too many, or that there is none. `intent` says
 * whether none is bad news; `tooMany`: live documents of which none should be.
 */
export function lookedUp<Doc extends Document>(
  turn: Turn,
  role: Role,
  lane: Lane<Doc>,
  all: readonly Doc[],
  wish: Intent | null,
  tooMany: readonly Doc[] = [],
): void {
  // What became of it in the shop later doesn't change that all of it was shipped.
  const intent = turn.state.final === 'completed' ? 'send' : wish;
  lane.look = false;
  lane.lookedAt = turn.now;
  const { state } = turn;
  const name = role === 'wms' ? currentReleaseId(state) : state.externalId;
  const ours = all.filter((doc) => doc.externalId === name);
  const live = ours.filter(isLive);
  const kept = live.find((doc) => doc.id === lane.doc?.id) ?? live[0];
  if (kept === undefined) {
    foundNone(turn, role, lane, ours, intent);
    return;
  }
  const surplus = (live.filter((doc) => doc !== kept).at(-1) ?? tooMany.at(-1))?.id ?? null;
  if (surplus !== null && surplus !== lane.surplus) {
    turn.say(`${live.length} live ${WORDS[role].document}s under one external id: cancelling ${surplus}`, 'warning');
  }
  if (lane.surplus !== null && lane.surplus !== surplus) {
    audit(turn, ENDED[role], { about: lane.surplus, after: 'cancelled', why: 'One too many under one external id' });
  }
  if (role === 'wms' && state.nth > 1 && lane.doc === null) {
    turn.say(`The warehouse has the release of the rest, ${kept.id}`, 'info', role);
    audit(turn, 'release_created', { about: kept.id, why: 'Units were not found before, and are there again' });
  }
  Object.assign(lane, { doc: kept, surplus, absent: false, claimed: null, gone: false, tried: true });
  if (surplus === null && intent !== 'cancel') progressed(lane);
  if (turn.state.final === 'cancelled' && intent === 'cancel') stillThere(turn, role);
}

/** A replay found what was thought to be cancelled: that goal was not reached. */
function stillThere(turn: Turn, role: Role): void {
  const { system, document } = WORDS[role];
  turn.say(`${system} still has the ${document}`, 'error', role);
  turn.state.final = null;
  doubt(turn.state[role === 'erp' ? 'wms' : 'erp']);
}

/** A later release that never came to be, or that was ended by us. */
const isOurs = ({ redo }: OrderState, { doc }: Lane<Document>, cancelling: boolean): boolean =>
  doc === null || redo || cancelling;

function calledBack(turn: Turn, id: string): void {
  turn.say(`The ${WORDS.wms.document} ${id} is called back`, 'info', 'wms');
  audit(turn, ENDED.wms, {
    about: id,
    after: 'cancelled',
    why: turn.state.redo ? 'Less of it is to be sent' : 'Cancelled in the shop',
  });
}

function foundNone<Doc extends Document>(
  turn: Turn,
  role: Role,
  lane: Lane<Doc>,
  ours: readonly Doc[],
  intent: Intent | null,
): void {
  const cancelling = intent === 'cancel';
  lane.surplus = null;
  const ended = ours.find((doc) => doc.id === lane.doc?.id);
  if (role === 'wms' && turn.state.nth > 1 && lane.claimed === null && isOurs(turn.state, lane, cancelling)) {
    if (ended !== undefined) calledBack(turn, ended.id);
    stepBack(turn.state, turn.now);
    return;
  }
  if (role === 'wms' && turn.state.redo && ended !== undefined && !cancelling) {
    turn.say(`The ${WORDS[role].document} ${ended.id} is called back; the rest is released anew`, 'info', role);
    audit(turn, ENDED[role], { about: ended.id, after: 'cancelled', why: 'Units of it were refunded' });
    turn.state.redo = false;
    startAnew(turn.state, role, { look: false, absent: true });
    return;
  }
  if (lane.doc !== null && (ended !== undefined || cancelling)) {
    const wasLive = isLive(lane.doc);
    lane.doc = { ...(ended ?? lane.doc), status: 'cancelled' };
    Object.assign(lane, { absent: true, claimed: null, gone: !cancelling });
    progressed(lane);
    if (wasLive) {
      const why = cancelling ? 'Cancelled in the shop' : 'Ended by the system itself';
      audit(turn, ENDED[role], { about: lane.doc.id, after: 'cancelled', why });
      turn.say(`The ${WORDS[role].document} ${lane.doc.id} is cancelled`, cancelling ? 'info' : 'error', role);
    }
    return;
  }
  if (turn.state.replay?.looking === true && lane.claimed === null && wasThere(turn.state, role) && !cancelling) {
    missing(turn, role);
    return;
  }
  if (lane.doc !== null || lane.claimed !== null) {
    // It said that the document exists, and does not show it: never create again on that.
    lane.look = true;
    const category = lane.claimed === 'duplicate' ? 'duplicate' : 'unknown_outcome';
    const { system, document } = WORDS[role];
    stumble(turn, role, category, `${system} says the ${document} exists, but a look-up shows none.`);
    return;
  }
  lane.absent = true;
  if (intent !== 'send') progressed(lane);
}
