import type { Json } from '@causeway/contracts';
import { openDispatch } from '../../../worker/src/dispatch/dispatch.ts';
import type { OutboundCall } from '../../../worker/src/engine/engine.ts';
import type { Adapter } from '../../../worker/src/systems/adapter.ts';
import { memoryOfBench } from '../../../worker/src/systems/conformance/bench.ts';
import { openSystem } from '../../../worker/src/systems/open.ts';
import { LIMITS } from '../../../worker/src/systems/settings.ts';
import type { OutsideSystem } from '../../../worker/src/systems/system.ts';
import { openTranscripts, type Transcripts } from '../../../worker/src/transcripts/open.ts';

export type Outcome = Awaited<ReturnType<ReturnType<typeof openDispatch>>>;

/** The worker's own way out to one system: adapter, dispatch, and who keeps what was said. */
export interface WayOut {
  readonly system: OutsideSystem;
  readonly transcripts: Transcripts;
  /** As the engine calls: for the shop DEMO, of the subject. */
  call(subject: string, operation: string, request: Json): Promise<Outcome>;
}

export interface Opening {
  readonly adapter: Adapter;
  readonly own: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where the transcripts are kept. */
  readonly stateDirectory: string;
}

/** Nothing is remembered from before: the first call signs in. */
export function openWayOut({ adapter, own, secrets, stateDirectory }: Opening): WayOut {
  const transcripts = openTranscripts(
    { stateDirectory, transcripts: { keep: 'errors', days: 7, megabytes: 50 } },
    { knownOf: () => null, onlyShopOf: () => 'DEMO', log: { error: () => undefined } },
  );
  const { role } = adapter;
  const opened = openSystem(
    { ...LIMITS, secretsExpire: {}, adapter, own: adapter.settings.parse(own) },
    {
      name: role,
      secret: (file) => secrets[file] ?? '',
      now: Date.now,
      memory: memoryOfBench(),
      recorder: transcripts.conversations.recorderOf(role),
    },
  );
  const system = transcripts.heard(new Map([[role, opened]])).get(role) ?? opened;
  const dispatch = openDispatch({
    system: () => system,
    veto: () => null,
    leaseLeftMs: () => Number.POSITIVE_INFINITY,
    now: Date.now,
    overhear: transcripts.overhear,
    observe: () => undefined,
  });
  let calls = 0;
  return {
    system,
    transcripts,
    call: (subject, operation, request) => {
      calls += 1;
      const call: OutboundCall['call'] = { key: `${operation}#${calls}`, role, operation, request };
      return dispatch({ id: call.key, shop: 'DEMO', subject, call, firstAttempt: true }, new AbortController().signal);
    },
  };
}
