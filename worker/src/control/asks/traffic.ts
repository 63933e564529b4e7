import { setTimeout as sleep } from 'node:timers/promises';
import type { WayOut } from '../../dispatch/dispatch.ts';
import type { PauseScope, Pauses } from '../../dispatch/pauses.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { Ask } from './ask.ts';

export interface TrafficPorts {
  readonly pauses: Pauses;
  readonly wayOut: Pick<WayOut, 'out'>;
  /** The engine looks at once which calls may go now. */
  readonly wake: () => Promise<void>;
  /** The shops whose calls are meant keep who stopped them, and why. */
  readonly told: (act: 'pause' | 'drain' | 'resume', scope: PauseScope, reason: string) => Promise<void>;
  readonly log: Pick<Logger, 'info'>;
  readonly now: () => number;
}

const LOOK_MS = 100;
/** What takes long says something at least so often. */
const SAY_MS = 10_000;

/** Lets calls wait, or go on, by an operator's word: durable before it is answered. */
export function trafficAsk({ pauses, wayOut, wake, told, log, now }: TrafficPorts): Ask<'traffic'> {
  return async ({ act, system, shop, reason }, { tell, gone }) => {
    const scope = { system, shop };
    if (act === 'resume') pauses.remove(scope);
    else pauses.add({ ...scope, since: now(), reason });
    log.info({ act, ...scope, reason }, 'an operator told calls to wait, or to go on');
    await told(act, scope, reason);
    await wake();
    if (act === 'drain') await drained(scope, wayOut, tell, gone);
    return { said: 'traffic', pauses: [...pauses.all] };
  };
}

/** Resolves when none of the scope's calls is out; each ends within its time limit. */
async function drained(
  scope: PauseScope,
  wayOut: TrafficPorts['wayOut'],
  tell: (text: string) => void,
  gone: AbortSignal,
): Promise<void> {
  let said = '';
  let saidAt = 0;
  while (!gone.aborted) {
    const out = wayOut.out(scope);
    const text = out === 0 ? 'No call is out.' : `${out} ${out === 1 ? 'call is' : 'calls are'} out.`;
    if (text !== said || performance.now() - saidAt > SAY_MS) {
      tell(text);
      said = text;
      saidAt = performance.now();
    }
    if (out === 0) return;
    await sleep(LOOK_MS);
  }
}
