import {
  type Checkpoint,
  type FlowEvent,
  GATES_MAX,
  type Gate,
  type Mirror,
  type SubjectException,
  TIMELINE_ENTRIES_MAX,
} from '@causeway/contracts';
import { CAUSES, type Cause } from './problem.ts';

const WORDS: Readonly<Record<Cause, readonly [title: string, nextStep: string]>> = {
  [CAUSES.decider]: [
    'Causeway stumbled over something that happened here',
    'Nothing is lost: it is kept, with everything that came after it. Retry; if it fails again, update the worker and report the detail below.',
  ],
  [CAUSES.state]: [
    "The worker doesn't know the version of what it remembers here",
    'Run the newer worker again; it then goes on from where it was.',
  ],
  [CAUSES.checkpoint]: [
    "The worker doesn't know the version of what the shop remembers here",
    'Run the newer worker again, then retry.',
  ],
  [CAUSES.flow]: ['This worker has no flow for it', 'Check which version of the worker runs.'],
  [CAUSES.shop]: ['This worker is not configured for the shop', "Check the worker's configuration."],
};

/** The gate that a subject stands before while an event of it is set aside; every other comes after it. */
export function stumbledGate(cause: Cause, at: number | null): Gate {
  const [title, nextStep] = WORDS[cause];
  const detail = `${title}. ${nextStep}`.slice(0, 200);
  return { name: 'decided', label: 'Decided by the worker', status: 'held', at, until: null, detail };
}

export interface Stumble {
  readonly cause: Cause;
  /** Without personal data. */
  readonly detail: string;
  readonly at: number;
  readonly event: FlowEvent | null;
  /** What the shop has to keep when there was no mirror yet. */
  readonly checkpoint: Checkpoint | null;
}

/**
 * What the shop shows of a subject whose flow can't speak for it: the last mirror, so that neither its checkpoint nor
 * its story is lost, with the engine's own exception on top.
 */
export function fallbackMirror(last: Mirror | null, stumble: Stumble): Mirror {
  const [title, nextStep] = WORDS[stumble.cause];
  const exception: SubjectException = {
    cause: stumble.cause,
    category: 'internal',
    severity: 'error',
    owner: 'it',
    title,
    next_step: nextStep,
    detail: stumble.detail.slice(0, 1000),
  };
  const others = (last?.exceptions ?? []).filter((e) => !Object.values<string>(CAUSES).includes(e.cause));
  const gates = (last?.gates ?? []).filter(({ name }) => name !== 'decided');
  const told = {
    at: stumble.at,
    actor: 'causeway',
    text: `${title} (${stumble.detail})`.slice(0, 200),
    level: 'error',
  } as const;
  return {
    ...(last ?? blank(stumble)),
    state: 'needs_attention',
    reason: title,
    waiting_for: 'a person',
    since: stumble.at,
    attempt: null,
    open: true,
    gates: [stumbledGate(stumble.cause, stumble.at), ...gates].slice(0, GATES_MAX),
    timeline: [...(last?.timeline ?? []), told].slice(-TIMELINE_ENTRIES_MAX),
    exceptions: [...others.slice(0, 9), exception],
  };
}

function blank({ event, checkpoint }: Stumble) {
  return {
    external_id: null,
    erp_number: null,
    trace_id: event?.type === 'look' ? event.traceId : null,
    stages: [],
    gates: [],
    timeline: [],
    exceptions: [],
    checkpoint,
  };
}
