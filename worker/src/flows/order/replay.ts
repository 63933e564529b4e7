import type { Command } from '@causeway/contracts';
import { actorOf, audit } from './audit.ts';
import { exceptionsOf, type Verdict } from './holds.ts';
import { doubt } from './lane/failing.ts';
import { WORDS } from './lane/words.ts';
import type { Role } from './state.ts';
import { isAllSaid, sayAgain } from './tellings.ts';
import type { Turn } from './turn.ts';

/**
 * Looks at the order again in ERP, warehouse and shop, and sends what is missing under the same external ids. Null, or why
 * it may not be done.
 */
export function replay(turn: Turn, command: Command, { beforeGoLive }: Verdict): string | null {
  const { state } = turn;
  if (beforeGoLive) return 'the order is older than go-live; backfill sends such orders';
  if (state.final === 'skipped') return 'a person left the order out; Retry takes it up again';
  if (state.final === 'closed_by_person') return 'a person closed the order; Retry opens it again';
  if (state.final === 'lost_in_restore') return 'the shop no longer has the order';
  turn.say('Replay: ERP, warehouse and shop are looked at again', 'info', actorOf(command));
  state.replay = { looking: true, sent: [] };
  for (const lane of [state.erp, state.wms]) {
    doubt(lane);
    // What a call that is out brings may be older than the wish.
    lane.noticed = lane.call !== null;
  }
  sayAgain(turn);
  return null;
}

/** Sends an order although it is older than go-live. Null, or why it may not be done. */
export function backfill(turn: Turn, command: Command, { beforeGoLive }: Verdict): string | null {
  const { state, shop } = turn;
  if (shop.goLiveAt === null) return 'the shop is not live';
  if (state.final !== null) return 'the order is over';
  if (!beforeGoLive) return 'the order is not older than go-live, so that it is sent by itself';
  state.backfilled = true;
  turn.say('Backfill: sent although it is older than go-live', 'info', actorOf(command));
  audit(turn, 'order_backfilled', {
    actor: actorOf(command),
    before: 'before_go_live',
    after: 'open',
    why: command.reason,
  });
  // Somebody may have worked for this order before.
  doubt(state.erp);
  doubt(state.wms);
  return null;
}

/** Notes what a replay sends, and says when it is over. `looks`: a look-up is still to come. */
export function followReplay(turn: Turn, verdict: Verdict, looks: boolean): void {
  const { state } = turn;
  if (state.replay?.looking !== true) return;
  const created = turn.calls.filter((call) => call.operation === WORDS[call.role as Role].operations.create);
  const sent = [...state.replay.sent, ...created.map((call) => call.role as Role)];
  const busy = looks || state.erp.call !== null || state.wms.call !== null || !isAllSaid(turn);
  state.replay = { looking: busy, sent };
  if (busy) return;
  const documents = [...new Set(sent)].map((role) => WORDS[role].document).join(' and ');
  const stuck = exceptionsOf(verdict).length > 0;
  if (documents !== '') turn.say(`Replay: sent again: ${documents}`);
  else turn.say(stuck ? 'Replay: nothing was sent; a person must see to it' : 'Replay: nothing was missing');
}
