import { hash } from 'node:crypto';
import {
  type EffectAnswer,
  type Gate,
  MIRROR_BYTES_MAX,
  type Mirror,
  type SubjectException,
} from '@causeway/contracts';
import { cut } from '../../policy/raise.ts';
import { backOffMs } from '../../policy/retry.ts';
import { afterMirror, toTell } from '../audit/pending.ts';
import { remade } from '../remembered.ts';
import { toCheckpoint } from './checkpoint.ts';
import { gatesOf } from './gates/index.ts';
import { exceptionsOf, type Verdict } from './holds.ts';
import { attemptsOf, scheduleOf } from './patience.ts';
import { focus, type StateName, situationOf } from './situation.ts';
import { stagesOf } from './stages.ts';
import type { OrderState } from './state.ts';
import type { Turn } from './turn.ts';
import { waitingFor } from './waiting-for.ts';
import { WORDING } from './words.ts';

/** Room for what the shop's own spelling of JSON adds. */
const BYTES_MAX = MIRROR_BYTES_MAX - 1024;
const LATER_MS = 3000;

type Picture = Omit<Mirror, 'checkpoint'>;

/** Shows the shop what there is to see, if anything visible (or worth a checkpoint) changed. */
export function mirror(turn: Turn, verdict: Verdict, open: boolean): void {
  const { state } = turn;
  if (state.mirror.mute || isRecoveringAtItsEnd(state)) return;
  const exceptions = exceptionsOf(verdict);
  narrateExceptions(turn, exceptions);
  const name = situationOf(state, verdict, turn.now);
  if (state.shown.state !== name) state.shown = { state: name, since: turn.now };
  const whole: Picture = {
    state: name,
    reason: cut(WORDING[name].reason(state, verdict), 255),
    waiting_for: cut(waitingFor(turn, verdict, name) || (open ? 'its end to be noted in stock and refunds' : ''), 120),
    since: state.shown.since,
    attempt: attemptOf(turn),
    open,
    external_id: state.externalId,
    erp_number: state.accepted && state.erp.doc !== null ? state.erp.doc.number.slice(0, 64) : null,
    trace_id: state.traceId,
    stages: stagesOf(state, verdict, name),
    gates: gatesShown(turn, verdict, name),
    timeline: state.timeline,
    exceptions,
    ...toTell(state.audit),
  };
  const digest = digestOf(turn, whole);
  const { notBefore } = state.mirror;
  if (digest === state.mirror.digest) return;
  if (notBefore !== null && notBefore > turn.now) {
    turn.wake('effects', notBefore);
    return;
  }
  state.mirror.asked += 1;
  Object.assign(state.mirror, { digest, notBefore: null, answered: false });
  const picture = fit(state, whole);
  const checkpoint = toCheckpoint(state, picture.timeline);
  turn.effects.push({ kind: 'mirror', key: mirrorKey(state.mirror.asked), body: { ...picture, checkpoint } });
}

/** What the shop shows stands until the warehouse was asked, or can't be. */
const isRecoveringAtItsEnd = ({ final, recovering, wms }: OrderState): boolean =>
  final !== null && recovering && !wms.stopped;

const mirrorKey = (count: number): string => `mirror#${count}`;

/** Takes the shop's answer to a mirror in: what is shown now, or that it must be shown again. */
export function mirrored(turn: Turn, key: string, { result, epoch, n }: EffectAnswer): void {
  const { mirror, subject } = turn.state;
  const count = Number(key.slice(mirrorKey(0).length - 1));
  if (result === 'applied' || result === 'already') {
    if (result === 'applied') turn.state.audit = afterMirror(turn.state.audit, count);
    Object.assign(mirror, { last: { epoch, n }, fails: 0, answered: mirror.answered || count === mirror.asked });
    mirror.applied = Math.max(mirror.applied, count);
    for (const opened of Object.values(mirror.opened)) {
      if (opened.mirror <= count) opened.version ??= { epoch, n };
    }
    return;
  }
  if (count !== mirror.asked) return;
  if (result !== 'later') mirror.fails += 1;
  const schedule = scheduleOf(turn.settings, null);
  const wait = result === 'later' ? LATER_MS : backOffMs(schedule, `${subject}:mirror`, mirror.fails);
  Object.assign(mirror, { digest: null, notBefore: turn.now + wait });
}

/** Tells of exceptions that came, and remembers from which mirror on they can be seen. */
function narrateExceptions(turn: Turn, exceptions: readonly SubjectException[]): void {
  const { opened, asked } = turn.state.mirror;
  const causes = new Set(exceptions.map(({ cause }) => cause));
  for (const { cause, title } of exceptions) {
    if (opened[cause] !== undefined) continue;
    opened[cause] = { mirror: asked + 1, version: null };
    turn.say(`For a person: ${title}`, 'error');
  }
  for (const cause of Object.keys(opened)) {
    if (!causes.has(cause)) delete opened[cause];
  }
}

function attemptOf({ state, settings, now }: Turn): Mirror['attempt'] {
  const lane = state[focus(state)];
  if (lane.fails === 0) return null;
  const nextAt = lane.notBefore !== null && lane.notBefore > now ? lane.notBefore : null;
  const of = attemptsOf(settings, lane);
  return { n: Math.min(lane.fails + 1, of), of, next_at: nextAt };
}

/** Without the instants that move with each look-up or telling of ours: every one of them would be a new mirror. */
function gatesShown(turn: Turn, verdict: Verdict, name: StateName): Gate[] {
  const standings = gatesOf({ turn, verdict, name });
  return standings.map(({ moving, ...gate }) => (moving ? { ...gate, until: null } : gate));
}

const digested = remade((all: unknown): string => hash('sha256', JSON.stringify(all)).slice(0, 32));

/** What makes a mirror worth sending: all that is seen, and what a new engine must not miss. Not revisions. */
function digestOf(turn: Turn, picture: Picture): string {
  const { state } = turn;
  const { erp, wms, tellings, sent, final, settled, shop, lost, neighbours } = state;
  const told = Object.entries(tellings).map(([name, { status }]) => [name, status === 'done']);
  const tried = [erp.tried, erp.asked.create, wms.tried, wms.asked.create];
  // What still has to be told again is nothing new; that something was decided is.
  const seen = { ...picture, audit: state.audit.recorded };
  const memory = {
    told,
    tried,
    sent,
    final,
    lost,
    settled,
    status: shop.status,
    digest: shop.digest,
    refunds: shop.refunds,
    wanted: neighbours.wanted,
    kept: neighbours.kept,
  };
  return digested(turn, { picture: seen, memory }).made;
}

/** Within the shop's bounds: first the middle of the story goes, then what is said at length, then the last exceptions. */
function fit(state: OrderState, whole: Picture): Picture {
  let picture = whole;
  while (bytes(state, picture) > BYTES_MAX) {
    const shorter = shortened(picture);
    if (shorter === null) return picture;
    picture = shorter;
  }
  return picture;
}

function shortened(picture: Picture): Picture | null {
  const { timeline, exceptions, gates } = picture;
  if (timeline.length > 10) return { ...picture, timeline: timeline.toSpliced(1, 1) };
  if (gates.some(({ detail }) => detail.length > 80)) return { ...picture, gates: withDetails(gates, 80) };
  if (timeline.length > 2) return { ...picture, timeline: timeline.toSpliced(1, 1) };
  if (exceptions.some(({ detail }) => detail.length > 200)) {
    return { ...picture, exceptions: exceptions.map((each) => ({ ...each, detail: cut(each.detail, 200) })) };
  }
  if (exceptions.length > 1) return { ...picture, exceptions: exceptions.slice(0, -1) };
  return gates.some(({ detail }) => detail.length > 20) ? { ...picture, gates: withDetails(gates, 20) } : null;
}

function withDetails(gates: readonly Gate[], length: number): Gate[] {
  return gates.map((gate) => ({ ...gate, detail: cut(gate.detail, length) }));
}

function bytes(state: OrderState, picture: Picture): number {
  return Buffer.byteLength(JSON.stringify({ ...picture, checkpoint: toCheckpoint(state, picture.timeline) }));
}
