import { hash } from 'node:crypto';
import { type EffectAnswer, MIRROR_BYTES_MAX, type Mirror, type SubjectException } from '@causeway/contracts';
import { cut } from '../../policy/raise.ts';
import { backOffMs } from '../../policy/retry.ts';
import { afterMirror, toTell } from '../audit/pending.ts';
import { toCheckpoint } from './checkpoint.ts';
import type { Verdict } from './judge.ts';
import { CAUSES } from './objections.ts';
import { situationOf, WORDING } from './situation.ts';
import { stagesOf } from './stages.ts';
import { ERRANDS, type ReturnState } from './state.ts';
import type { Turn } from './turn.ts';

/** Room for what the shop's own spelling of JSON adds. */
const BYTES_MAX = MIRROR_BYTES_MAX - 1024;
const LATER_MS = 3000;
const TIMER = 'mirror';

const keyOf = (count: number): string => `mirror#${count}`;

/** Shows the shop what there is to see, if anything visible (or worth a checkpoint) changed. */
export function mirror(turn: Turn, verdict: Verdict, open: boolean): void {
  const { state } = turn;
  const exceptions = exceptionsOf(verdict);
  narrate(turn, exceptions);
  const name = situationOf(state, verdict, turn.now);
  if (state.shown.state !== name) state.shown = { state: name, since: turn.now };
  const failing = ERRANDS.map((each) => state[each]).find(({ fails }) => fails > 0);
  const of = turn.scheduleOf(failing?.failure?.category ?? null).attemptsMax;
  const picture: Mirror = {
    state: name,
    reason: cut(WORDING[name].reason(state, verdict), 255),
    waiting_for: WORDING[name].waitingFor,
    since: state.shown.since,
    attempt: failing === undefined ? null : { n: Math.min(failing.fails + 1, of), of, next_at: failing.notBefore },
    open,
    external_id: state.externalId,
    erp_number: state.rma.doc?.number.slice(0, 64) ?? null,
    trace_id: state.traceId,
    order_id: orderId(state),
    stages: stagesOf(state, exceptions.length > 0),
    gates: [],
    timeline: state.timeline,
    exceptions,
    checkpoint: null,
    ...toTell(state.audit),
  };
  const digest = digestOf(state, picture);
  const { notBefore } = state.mirror;
  if (digest === state.mirror.digest) return;
  if (notBefore !== null && notBefore > turn.now) {
    turn.wake(TIMER, notBefore);
    return;
  }
  state.mirror.asked += 1;
  Object.assign(state.mirror, { digest, notBefore: null, answered: false });
  turn.effects.push({ kind: 'mirror', key: keyOf(state.mirror.asked), body: fit(state, picture) });
}

/** Takes the shop's answer to a mirror in: what is shown now, or that it must be shown again. */
export function mirrored(turn: Turn, key: string, { result, epoch, n }: EffectAnswer): void {
  const { mirror, subject } = turn.state;
  const count = Number(key.slice(keyOf(0).length - 1));
  if (result === 'applied' || result === 'already') {
    if (result === 'applied') turn.state.audit = afterMirror(turn.state.audit, count);
    Object.assign(mirror, { last: { epoch, n }, fails: 0, answered: mirror.answered || count === mirror.asked });
    for (const opened of Object.values(mirror.opened)) if (opened.mirror <= count) opened.version ??= { epoch, n };
    return;
  }
  if (count !== mirror.asked) return;
  if (result !== 'later') mirror.fails += 1;
  const wait = result === 'later' ? LATER_MS : backOffMs(turn.scheduleOf(null), `${subject}:mirror`, mirror.fails);
  Object.assign(mirror, { digest: null, notBefore: turn.now + wait });
}

/** All that the shop shows, the gravest first, each cause once. */
export function exceptionsOf({ holds }: Verdict): SubjectException[] {
  const byCause = new Map(holds.map((exception) => [exception.cause, exception] as const));
  return [...byCause.values()].slice(0, 10);
}

function narrate(turn: Turn, exceptions: readonly SubjectException[]): void {
  const { opened, asked } = turn.state.mirror;
  for (const { cause, title, detail } of exceptions) {
    // A yes is about what was shown: where that is another amount by now, it has to be shown first.
    const asks = cause === CAUSES.approval ? detail : '';
    const known = opened[cause];
    if (known !== undefined) known.asks ??= asks;
    if (known?.asks === asks) continue;
    opened[cause] = { mirror: asked + 1, version: null, asks };
    if (known === undefined) turn.say(`For a person: ${title}`, 'error');
  }
  for (const cause of Object.keys(opened)) {
    if (!exceptions.some((exception) => exception.cause === cause)) delete opened[cause];
  }
}

function orderId({ order }: ReturnState): number | null {
  const id = Number(/^order\/(\d{1,10})$/.exec(order?.subject ?? '')?.[1] ?? 0);
  return id > 0 ? id : null;
}

/** What makes a mirror worth sending: all that is seen, and what a new engine must not miss. Not revisions. */
function digestOf(state: ReturnState, picture: Mirror): string {
  const { rma, receipt, memo, reported, refund, approved, rejected, settled, final, audit } = state;
  const tried = [rma, receipt, memo].map((errand) => [errand.tried, errand.doc?.id ?? null]);
  const memory = { tried, reported, refund, approved, rejected, settled, final, gone: state.shopRefund?.gone };
  const seen = { ...picture, audit: audit.recorded };
  return hash('sha256', JSON.stringify([seen, memory])).slice(0, 32);
}

/** With its checkpoint, within the shop's bounds: the middle of the story goes first. */
function fit(state: ReturnState, picture: Mirror): Mirror {
  let timeline = picture.timeline;
  for (;;) {
    const whole = { ...picture, timeline, checkpoint: toCheckpoint(state, timeline) };
    if (timeline.length <= 2 || Buffer.byteLength(JSON.stringify(whole)) <= BYTES_MAX) return whole;
    timeline = timeline.toSpliced(1, 1);
  }
}
