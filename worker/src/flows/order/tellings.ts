import type { EffectAnswer, EffectDraft, SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { backOffMs } from '../../policy/retry.ts';
import { shortNote } from './goods/shorts.ts';
import { substituteNotes } from './goods/substitutes.ts';
import { completable, intentOf, noteworthy } from './intent.ts';
import { isAllShipped, noticeId, parcelsOf, toNotice } from './shipments.ts';
import type { OrderState, Telling } from './state.ts';
import type { Turn } from './turn.ts';

/** Tellings of one decision; an engine takes a bounded number of effects at once. */
const AT_ONCE_MAX = 20;
/** After *later* the shop's budget is a few seconds away: ms. */
const LATER_MS = 3000;

type Told = Extract<EffectDraft, { accepts: string[] }>;
/** `name` says what is told, once for ever; `key` would be this telling of it. */
type Wanted = {
  readonly name: string;
  /** Made only for what is told now: most of what is wanted was told long ago. */
  readonly draft: () => Told extends infer E ? (E extends Told ? Omit<E, 'key'> : never) : never;
};

/** The name under which the ERP's number is told. */
const numberTelling = ({ number }: { readonly number: string }): string => `erp_number:${number.slice(0, 64)}`;

/** How the shop stands with the number that the ERP gave; undefined: it was not told yet. */
export function numberTold({ erp, tellings }: OrderState): Telling | undefined {
  return erp.doc === null ? undefined : tellings[numberTelling(erp.doc)];
}

/** Staff of the shop can find by its number what the warehouse is to send. */
export const isNumberTold = (state: OrderState): boolean => numberTold(state)?.status === 'done';

/** What the shop should know by now. Nothing is told of an order that the shop cancelled. */
function wanted({ state, settings }: Turn): Wanted[] {
  const { shop } = state;
  const intent = intentOf(state, settings);
  if (shop.order === null || shop.deleted || intent === null || intent === 'cancel') return [];
  // What was given up may leave after all.
  const mayBeMore = state.replay?.looking === true || Object.keys(state.givenUp).length > 0;
  const verifies = state.final === 'completed' && mayBeMore;
  if (state.final !== null && !verifies) return [];
  const decided_on = { incarnation: shop.incarnation, rev: shop.rev };
  const guarded = { decided_on, accepts: noteworthy(settings) };
  const list: Wanted[] = [];
  const number = state.erp.doc?.number;
  if (state.accepted && number !== undefined && state.externalId !== null) {
    const body = { number: number.slice(0, 64), external_id: state.externalId };
    list.push({ name: numberTelling({ number }), draft: () => ({ kind: 'erp_number', ...guarded, body }) });
  }
  let parcelsTold = true;
  for (const parcel of parcelsOf(state)) {
    const name = `shipment:${noticeId(parcel)}`;
    list.push({ name, draft: () => ({ kind: 'shipment', ...guarded, body: toNotice(parcel, settings) }) });
    parcelsTold &&= state.tellings[name]?.status === 'done';
  }
  const note = shortNote(state, settings);
  for (const { name, body } of [...(note === null ? [] : [note]), ...substituteNotes(state)])
    list.push({ name, draft: () => ({ kind: 'note', ...guarded, body: { ...body, about: name } }) });
  const accepts = completable(state, settings);
  // The e-mail of "completed" is to show the parcels: it waits for them, in whichever exchange they are answered.
  if (!verifies && parcelsTold && isAllShipped(state) && accepts.includes(shop.status ?? '')) {
    const body = { to: 'completed', note: 'All items were shipped.' };
    list.push({ name: 'completed', draft: () => ({ kind: 'status', decided_on, accepts, body }) });
  }
  return list;
}

/** Sends what is wanted and neither out nor done; what is no longer wanted is not said again. */
export function tell(turn: Turn): void {
  const { tellings } = turn.state;
  const list = wanted(turn);
  const names = new Set(list.map(({ name }) => name));
  for (const [name, telling] of Object.entries(tellings)) {
    if (telling.status === 'again' && !names.has(name)) delete tellings[name];
  }
  for (const { name, draft } of list) {
    const before = tellings[name];
    if (before !== undefined && !isDue(turn, before)) continue;
    if (turn.effects.length >= AT_ONCE_MAX) {
      turn.wake('effects', turn.now + 1);
      break;
    }
    turn.state.tellingsAsked += 1;
    const key = `${name}#${turn.state.tellingsAsked}`;
    tellings[name] = { status: 'out', key, fails: before?.fails ?? 0, notBefore: null };
    turn.effects.push({ ...draft(), key });
  }
}

function isDue(turn: Turn, telling: Telling): boolean {
  if (telling.status !== 'again' || telling.fails >= turn.settings.attemptsMax) return false;
  if (telling.notBefore !== null && telling.notBefore > turn.now) {
    turn.wake('effects', telling.notBefore);
    return false;
  }
  return true;
}

/** Takes the shop's answer in; the look in it has been taken already. */
export function told(turn: Turn, key: string, answer: EffectAnswer): void {
  const found = Object.entries(turn.state.tellings).find(([, telling]) => telling.key === key);
  if (found === undefined) return;
  const [name, telling] = found;
  if (answer.result === 'applied' || answer.result === 'already') {
    Object.assign(telling, { status: 'done', fails: 0, notBefore: null, doneAt: turn.now });
    if (name === 'completed') turn.state.shop.status = 'completed';
    // A replay that finds it shown is no news.
    const known = answer.result === 'already' && turn.state.replay?.looking === true;
    if (!known) turn.say(saidToShop(name), 'info', 'shop');
    return;
  }
  telling.status = 'again';
  if (answer.result === 'later') {
    telling.notBefore = turn.now + LATER_MS;
    return;
  }
  telling.fails += 1;
  const { settings } = turn;
  const schedule = { attemptsMax: settings.attemptsMax, baseMs: settings.retryBaseMs, capMs: settings.retryCapMs };
  // The first *stale* is answered at once: its look has just told us what is new.
  const atOnce = answer.result === 'stale' && telling.fails === 1;
  telling.notBefore = atOnce ? null : turn.now + backOffMs(schedule, `${turn.state.subject}:${name}`, telling.fails);
  if (answer.result === 'failed') turn.say(`The shop could not take ${name}: ${answer.message}`, 'warning', 'shop');
}

function saidToShop(name: string): string {
  if (name === 'completed') return 'The shop shows the order as completed';
  if (name.startsWith('shipment:')) return `The shop shows shipment ${name.slice('shipment:'.length)}`;
  if (name.startsWith('backorder:')) return 'The customer was told what is on backorder';
  if (name.startsWith('substitute:')) return 'The customer was told what is sent in place of what was ordered';
  return 'The shop shows the ERP number';
}

export const isTold = (turn: Turn, name: string): boolean => turn.state.tellings[name]?.status === 'done';

/** Everything wanted has been answered *applied*. */
export function isAllTold(turn: Turn): boolean {
  return wanted(turn).every(({ name }) => isTold(turn, name));
}

/** Everything wanted has been answered, or given up. */
export function isAllSaid(turn: Turn): boolean {
  return wanted(turn).every(({ name }) => {
    const telling = turn.state.tellings[name];
    return telling?.status === 'done' || (telling?.fails ?? 0) >= turn.settings.attemptsMax;
  });
}

/** What the shop took is said once more: it answers *already* where it still shows it. */
export function sayAgain({ state }: Turn): void {
  for (const telling of Object.values(state.tellings)) {
    if (telling.status === 'done') Object.assign(telling, { status: 'again', fails: 0, notBefore: null });
  }
}

/** Attempts begin anew, by a person's wish. */
export function tellAnew(turn: Turn): void {
  for (const telling of Object.values(turn.state.tellings)) Object.assign(telling, { fails: 0, notBefore: null });
}

/** What the shop would not take, however often it was asked. */
export function tellingProblems({ state, settings }: Turn): SubjectException[] {
  const stuck = Object.entries(state.tellings).filter(([, telling]) => telling.fails >= settings.attemptsMax);
  if (stuck.length === 0) return [];
  const names = stuck.map(([name]) => name).join(', ');
  return [
    raise('internal', {
      about: ['shop_effect'],
      title: 'The shop does not take what the back office did',
      nextStep: "Look for errors in the shop's log (another plugin may stop the save), then press Retry.",
      detail: `Gave up telling the shop: ${names}.`,
    }),
  ];
}
