import type { Command } from '@causeway/contracts';
import { isLive } from '../errand/dealings.ts';
import { actorOf, audit } from './audit.ts';
import { exceptionsOf, judge, type Verdict } from './holds.ts';
import { doubt } from './lane/failing.ts';
import { WORDS } from './lane/words.ts';
import type { Lane, Replay, Role } from './state.ts';
import { isAllSaid, sayAgain } from './tellings.ts';
import type { Turn } from './turn.ts';

/**
 * Looks at the order again in ERP, warehouse and shop, and sends what is missing under the same external ids; a backfill
 * sends it although it is older than go-live. Null, or why it was not done.
 */
export function replay(turn: Turn, command: Command, kind: Replay['kind'], verdict: Verdict): string | null {
  const { state } = turn;
  const refused = kind === 'replay' ? whyNoReplay(turn, verdict) : whyNoBackfill(turn, verdict);
  state.replay = { kind, asked: command.asked_at, looking: refused === null, sent: [], refused };
  if (refused !== null) return refused;
  if (kind === 'replay') turn.say('Replay: ERP, warehouse and shop are looked at again', 'info', actorOf(command));
  else admit(turn, command);
  distrust(turn);
  return null;
}

/** A replay that nobody asked for (reconciliation found something); not where a person has decided otherwise. */
export function lookAgain(turn: Turn, verdict: Verdict = judge(turn)): void {
  if (whyNoReplay(turn, verdict) !== null) return;
  turn.state.replay = { kind: 'replay', asked: turn.now, looking: true, sent: [], refused: null };
  distrust(turn);
}

/** Somebody else may have worked for it: what is remembered counts for nothing before it was looked up. */
function distrust(turn: Turn): void {
  for (const lane of [turn.state.erp, turn.state.wms]) {
    doubt(lane);
    // What a call that is out brings may be older than the wish.
    lane.noticed = lane.call !== null;
  }
  sayAgain(turn);
}

function whyNoReplay({ state }: Turn, { beforeGoLive }: Verdict): string | null {
  if (beforeGoLive) return 'the order is older than go-live; backfill sends such orders';
  if (state.final === 'skipped') return 'a person left the order out; Retry takes it up again';
  if (state.final === 'closed_by_person') return 'a person closed the order; Retry opens it again';
  return state.final === 'lost_in_restore' ? 'the shop no longer has the order' : null;
}

function whyNoBackfill({ state, shop }: Turn, { beforeGoLive }: Verdict): string | null {
  if (shop.goLiveAt === null) return 'the shop is not live';
  if (state.final !== null) return 'the order is over';
  return beforeGoLive ? null : 'the order is not older than go-live, so that it is sent by itself';
}

function admit(turn: Turn, command: Command): void {
  const actor = actorOf(command);
  turn.state.backfilled = true;
  turn.say('Backfill: sent although it is older than go-live', 'info', actor);
  audit(turn, 'order_backfilled', { actor, before: 'before_go_live', after: 'open', why: command.reason });
}

/** A call is out, or one that failed comes again. */
const isBusy = ({ call, failure, stopped }: Lane<unknown>): boolean => call !== null || (failure !== null && !stopped);

/** Notes what a replay sends, and says when it is over. `looks`: a look-up is still to come. */
export function followReplay(turn: Turn, verdict: Verdict, looks: boolean): void {
  const { state } = turn;
  const { replay } = state;
  if (replay?.looking !== true) return;
  const created = turn.calls.filter((call) => call.operation === WORDS[call.role as Role].operations.create);
  const asked = [...new Set([...replay.sent, ...created.map((call) => call.role as Role)])];
  const looking = looks || isBusy(state.erp) || isBusy(state.wms) || !isAllSaid(turn);
  // What a system refused was not sent.
  const sent = looking ? asked : asked.filter((role) => isLive(state[role].doc));
  state.replay = { ...replay, looking, sent };
  if (looking || replay.kind === 'backfill') return;
  const documents = sent.map((role) => WORDS[role].document).join(' and ');
  const stuck = exceptionsOf(verdict).length > 0;
  if (documents !== '') turn.say(`Replay: sent again: ${documents}`);
  else turn.say(stuck ? 'Replay: nothing was sent; a person must see to it' : 'Replay: nothing was missing');
}
