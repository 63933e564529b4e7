import type { CallOutcome, Decider, Decision, EffectDraft, FlowEvent, Json, Mirror } from '@causeway/contracts';
import type { Engine, EngineEvent, EngineHost } from '../engine.ts';

/** What a test tells its flow to do, in the body of a `told` event. */
export interface Script {
  readonly note: string;
  readonly calls?: readonly string[];
  readonly timers?: readonly { readonly name: string; readonly at: number | null }[];
  readonly tells?: readonly { readonly subject: string; readonly script: Script }[];
  /** Words for `mirror.reason`; and texts of notes. */
  readonly mirror?: string;
  readonly notes?: readonly string[];
  readonly labels?: readonly string[];
  readonly close?: boolean;
  readonly fail?: boolean;
  /** Ballast. */
  readonly text?: string;
}

/** Everything that the flow was told, in order: `note`, `called:<key>:<ok|category>`, `timer:<name>`, `answered:<key>:<result>`. */
export interface Story {
  readonly heard: readonly string[];
  readonly closed?: boolean;
}

/** A flow that does as the script says and remembers what it heard. Set `broken` to make `fail` scripts throw. */
export function scripted(
  options: { broken?: boolean; version?: number } = {},
): Decider<unknown, unknown> & { broken: boolean } {
  const flow = {
    flow: 'order',
    version: options.version ?? 1,
    broken: options.broken ?? true,
    initial: (): Story => ({ heard: [] }),
    fromCheckpoint: (_subject: string, { version, body }: { version: number; body: Record<string, unknown> }) =>
      version === 1 ? ({ heard: body.heard } as Story) : null,
    decide: (state: unknown, event: FlowEvent): Decision<Story> => decide(flow.broken, state as Story, event),
  };
  return flow;
}

function decide(broken: boolean, { heard, closed: was = false }: Story, event: FlowEvent): Decision<Story> {
  const script = event.type === 'told' ? (event.body as unknown as Script) : null;
  if (script?.fail && broken) throw new TypeError(`can't read ${script.note}`);
  const closed = script ? script.close === true : was;
  return {
    state: { heard: [...heard, word(event)], closed },
    calls: (script?.calls ?? []).map((key) => ({ key, role: roleOf(key), operation: 'do', request: { key } })),
    timers: script?.timers ?? [],
    tells: (script?.tells ?? []).map(({ subject, script: body }) => ({ subject, body: body as unknown as Json })),
    effects: effectsOf(script),
    labels: script?.labels ?? [],
    open: !closed,
  };
}

function word(event: FlowEvent): string {
  switch (event.type) {
    case 'told':
      return (event.body as unknown as Script).note;
    case 'called':
      return `called:${event.key}:${event.outcome.kind === 'ok' ? 'ok' : event.outcome.category}`;
    case 'timer':
      return `timer:${event.name}`;
    case 'answered':
      return `answered:${event.key}:${event.answer.result}`;
    case 'look':
      return `${event.recovering ? 'recovering' : 'look'}:${event.look.rev}`;
    case 'command':
      return `command:${event.command.command}`;
    case 'lost':
      return 'lost';
    case 'notice':
      return `notice:${event.role}`;
    case 'unclaimed':
      return `unclaimed:${event.document}`;
    case 'sought':
      return 'sought';
    case 'secrets':
      return `secrets:${event.secrets.length}`;
    case 'waiting':
      return `waiting:${event.waiting?.reason ?? 'for nothing'}`;
    case 'operated':
      return `operated:${event.act}`;
    case 'positions':
      return `positions:${event.positions.length}`;
    case 'source':
      return `source:${event.held?.id ?? 'nothing held'}`;
  }
}

/** `wms#1` is a call to the warehouse, everything else goes to the ERP. */
function roleOf(key: string): string {
  return key.startsWith('wms') ? 'wms' : 'erp';
}

function effectsOf(script: Script | null): EffectDraft[] {
  const effects: EffectDraft[] = (script?.notes ?? []).map((text) => ({
    kind: 'note',
    key: `note:${text}`,
    decided_on: { incarnation: 1, rev: 1 },
    accepts: ['processing'],
    body: { text, audience: 'staff' },
  }));
  if (script?.mirror !== undefined) effects.push({ kind: 'mirror', key: 'mirror', body: mirror(script.mirror) });
  return effects;
}

export function mirror(reason: string): Mirror {
  return {
    state: 'received',
    reason,
    waiting_for: '',
    since: 0,
    attempt: null,
    open: true,
    external_id: null,
    erp_number: null,
    trace_id: null,
    stages: [],
    gates: [],
    timeline: [],
    exceptions: [],
    checkpoint: { flow: 'order', version: 1, body: { heard: [reason] } },
  };
}

let made = 0;

export function tell(subject: string, script: Script | string, id = `event-${++made}`): EngineEvent {
  const body = (typeof script === 'string' ? { note: script } : script) as unknown as Json;
  return { id, shop: 'DEMO', subject, event: { type: 'told', from: 'test/1', body } };
}

export function look(subject: string, rev: number): EngineEvent {
  const memory = { checkpoint: null, epoch: 0, n: 0 };
  const data = {
    incarnation: 1,
    rev,
    hash: '0'.repeat(64),
    snapshot: null,
    snapshot_bytes: 0,
    written_status: null,
    first_seen_at: 0,
    memory,
  };
  return {
    id: `look-${++made}`,
    shop: 'DEMO',
    subject,
    event: { type: 'look', look: data, traceId: '0'.repeat(32) },
    memory,
  };
}

export function command(subject: string, name: 'retry' | 'resolve'): EngineEvent {
  const by = { user_id: 1, name: 'Ada' };
  const body = { command: name, by, asked_at: 0, seen: null, cause: null, reason: '', filter: null };
  return { id: `command-${++made}`, shop: 'DEMO', subject, event: { type: 'command', command: body } };
}

/** An outside system for tests: keeps what it was asked, answers at once unless it is told to hold or to say else. */
export class Outside {
  readonly asked: string[] = [];
  readonly says = new Map<string, Awaited<ReturnType<EngineHost['dispatch']>>>();
  readonly held = new Map<string, (outcome: CallOutcome) => void>();
  hold = false;

  readonly dispatch: EngineHost['dispatch'] = (call, signal) => {
    this.asked.push(call.id);
    const said = this.says.get(call.call.key);
    if (said) {
      this.says.delete(call.call.key);
      return Promise.resolve(said);
    }
    if (!this.hold) return Promise.resolve(OK);
    return new Promise((resolve) => {
      this.held.set(call.call.key, resolve);
      signal.addEventListener('abort', () => resolve(ABORTED));
    });
  };
}

export const OK: CallOutcome = { kind: 'ok', reply: null };
const ABORTED: CallOutcome = {
  kind: 'failed',
  category: 'unknown_outcome',
  phase: 'during_send',
  message: 'aborted',
  retryAfterMs: null,
};

export function host(outside: Outside, overrides: Partial<EngineHost> = {}): EngineHost {
  return {
    deciders: { order: scripted() },
    shop: () => ({ goLiveAt: 0, settings: {} }),
    dispatch: outside.dispatch,
    now: Date.now,
    callsAtOnce: 8,
    log: () => undefined,
    ...overrides,
  };
}

export function heard(engine: Engine, subject: string): readonly string[] {
  return (engine.peek({ shop: 'DEMO', subject })?.state as Story | undefined)?.heard ?? [];
}

export function answerTo(
  effect: { id: string; subject: string; epoch: number; n: number },
  result: 'applied' | 'later' = 'applied',
) {
  const { id, subject, epoch, n } = effect;
  return { id, subject, epoch, n, result, message: '', look: null };
}
