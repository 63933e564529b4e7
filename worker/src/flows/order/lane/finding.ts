import { audit } from '../audit.ts';
import type { Intent } from '../intent.ts';
import type { Lane, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { doubt, progressed, stumble } from './failing.ts';
import { type Document, isLive } from './live.ts';
import { missing, startAnew, wasThere } from './missing.ts';
import { WORDS } from './words.ts';

const ENDED: Readonly<Record<Role, string>> = { erp: 'erp_order_cancelled', wms: 'release_cancelled' };

/**
 * Takes a look-up's answer in: which live document is ours, which is one too many, or that there is none. `intent` says
 * whether none is bad news.
 */
export function lookedUp<Doc extends Document>(
  turn: Turn,
  role: Role,
  lane: Lane<Doc>,
  all: readonly Doc[],
  wish: Intent | null,
): void {
  // What became of it in the shop later doesn't change that all of it was shipped.
  const intent = turn.state.final === 'completed' ? 'send' : wish;
  lane.look = false;
  lane.lookedAt = turn.now;
  const ours = all.filter((doc) => doc.externalId === turn.state.externalId);
  const live = ours.filter(isLive);
  const kept = live.find((doc) => doc.id === lane.doc?.id) ?? live[0];
  if (kept === undefined) {
    foundNone(turn, role, lane, ours, intent);
    return;
  }
  const surplus = live.filter((doc) => doc !== kept).at(-1)?.id ?? null;
  if (surplus !== null && surplus !== lane.surplus) {
    turn.say(`${live.length} live ${WORDS[role].document}s under one external id: cancelling ${surplus}`, 'warning');
  }
  if (lane.surplus !== null && lane.surplus !== surplus) {
    audit(turn, ENDED[role], { about: lane.surplus, after: 'cancelled', why: 'One too many under one external id' });
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
