import type { Decider, Decision, FlowEvent, Timer } from '@causeway/contracts';
import { backOffMs } from '../../policy/retry.ts';
import { scaled } from '../../policy/rounding/money.ts';
import { copied } from '../copied.ts';
import { FLOW, fromCheckpoint, VERSION } from './checkpoint.ts';
import { obey } from './commands.ts';
import { endsAt, noteEnd, tellEnds } from './ends.ts';
import { exceptionsOf } from './exceptions.ts';
import { NO_FRONTIER } from './frontier.ts';
import { labelsOf } from './labels.ts';
import { mirror, say } from './mirror.ts';
import { readNeed, retire, withNeed, withRoom } from './needs.ts';
import { takeOffered } from './offered.ts';
import { isIncluded, type Positions, withPositions, withReading } from './places.ts';
import { type Plan, planOf } from './plan.ts';
import { heard, tellParts, tellSets } from './sets.ts';
import type { AvailabilitySettings } from './settings.ts';
import { newState, type StockState } from './state.ts';
import { answered, NEVER, stockEffect, UNKNOWN_MS } from './telling.ts';
import { takeVerify } from './verification.ts';
import { PARTS_WAIT_MS, worthOf } from './worth.ts';

/** How long a shop may not know that an order is over: its end alone changes no triple. */
const KEEP_MS = 60_000;
const MIRROR_RETRY = { attemptsMax: 8, baseMs: 2000, capMs: 300_000 };

/**
 * The stock of one SKU in one shop (`stock/<key>`): from what the sources say lies where, and what the shop's orders took, to
 * what the shop may sell, told as a triple that it applies as a difference. All that comes in is a level: what is doubled,
 * late or out of order changes nothing. A shop without availability has no settings, and nothing is done.
 */
export const availabilityFlow: Decider<StockState, AvailabilitySettings | null> = {
  flow: FLOW,
  version: VERSION,
  initial: newState,
  fromCheckpoint(_subject, checkpoint) {
    const memory = fromCheckpoint(checkpoint);
    return memory === null ? null : { ...newState(), memory };
  },
  decide(before, event, { now, settings }) {
    if (settings === null) return { ...NOTHING, state: before };
    const state = { ...newState(), ...copied(before) };
    const plan = planOf(settings);
    absorb(state, event, plan, now);
    return settled(state, plan, now);
  },
};

const NOTHING = { calls: [], timers: [], tells: [], effects: [], labels: [], open: false };

function absorb(state: StockState, event: FlowEvent, { settings }: Plan, now: number): void {
  switch (event.type) {
    case 'positions':
      positions(state, event, settings, now);
      return;
    case 'told':
      told(state, event.body, now);
      return;
    case 'answered':
      if (event.kind === 'stock') answered(state, event.key, event.answer, now);
      else state.mirrorFails = isTaken(event.answer.result) ? 0 : state.mirrorFails + 1;
      return;
    case 'command':
      say(state, now, obey(state, event.command), `user:${event.command.by.user_id}`);
      return;
    case 'look':
    case 'lost':
      // The shop may have been restored: what it was told may be gone, and is told again.
      Object.assign(state, { keepBy: 0, notBefore: 0 });
      return;
  }
}

function positions(state: StockState, event: Positions, settings: AvailabilitySettings, now: number): void {
  const ours = event.positions.some(({ node }) => isIncluded(settings, node));
  // A SKU that lies only where this shop doesn't sell from is none of its own; one that nobody has any more is sold out.
  state.known ||= ours || event.positions.length === 0;
  state.sku ??= event.sku;
  const read = state.readUpTo ?? {};
  state.places = withPositions(state.places, event, settings, now, read);
  state.readUpTo = withReading(read, event, now);
  state.others = event.others ?? '0';
  state.staleRoles = Object.entries(event.sources ?? {}).flatMap(([role, { stale }]) => (stale ? [role] : []));
  if (state.refusal?.kind === 'unknown' && now - state.refusal.at >= UNKNOWN_MS) state.notBefore = 0;
}

function told(state: StockState, body: unknown, now: number): void {
  if (takeVerify(state, body) || takeOffered(state, body)) return;
  const said = readNeed(body, now);
  if (said === null) {
    heard(state, body, now);
    return;
  }
  state.sku ??= said.sku;
  state.memory = withNeed(state.memory, said.order, said.need, said.before);
  noteEnd(state, said.order, said.word, now);
  if (said.need.finalAt !== null) state.keepBy ??= now + KEEP_MS;
  // An order names it: the shop sells it now.
  if (state.refusal?.kind === 'unknown' && scaled(said.need.units) !== 0n) state.notBefore = 0;
}

function settled(state: StockState, plan: Plan, now: number): Decision<StockState> {
  const frontier = worthOf(state, plan, now)?.frontier ?? NO_FRONTIER;
  // What this engine heard goes on top of what the shop remembers, by the orders' names: they are kept until it has answered.
  const { memory, at } = state.shop === null ? { ...state, at: null } : retire(state.memory, frontier, now);
  state.memory = withRoom(memory, frontier);
  const tells = tellParts(state, plan, frontier, now);
  const worth = worthOf(state, plan, now);
  tells.push(...tellSets(state, plan, worth));
  const effect = stockEffect(state, worth, now);
  tells.push(...tellEnds(state, worth !== null, now));
  const exceptions = exceptionsOf(state, plan);
  const shown = mirror(state, exceptions, now);
  return {
    state,
    calls: [],
    timers: timersOf(state, { retire: at, ends: endsAt(state, worth !== null, now) }, now),
    tells,
    effects: [effect, shown].flatMap((one) => (one === null ? [] : [one])),
    labels: [...exceptions.map(({ cause }) => cause), ...labelsOf(state, worth)],
    open: true,
  };
}

/** Only what is another than before: most decisions need no timer. */
function timersOf(state: StockState, wakesAt: Record<'retire' | 'ends', number | null>, now: number): Timer[] {
  const { notBefore, keepBy, partsSince, mirrorFails, sku } = state;
  const partsAt = (partsSince ?? 0) + PARTS_WAIT_MS;
  const wakes: StockState['wakes'] = {
    tell: notBefore > now && notBefore < NEVER ? notBefore : null,
    keep: keepBy !== null && keepBy > now ? keepBy : null,
    ...wakesAt,
    parts: partsAt > now ? partsAt : null,
    mirror: mirrorFails === 0 ? null : now + backOffMs(MIRROR_RETRY, `${sku}:mirror`, mirrorFails),
  };
  const before = state.wakes;
  state.wakes = wakes;
  return Object.entries(wakes).flatMap(([name, at]) => (at === (before[name] ?? null) ? [] : [{ name, at }]));
}

const isTaken = (result: string): boolean => result === 'applied' || result === 'already';
