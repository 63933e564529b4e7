import type { DatabaseSync } from 'node:sqlite';
import type { Backlog, EngineHost } from '../engine.ts';
import { CallLanes } from './call-lanes.ts';
import { CallStore } from './call-store.ts';
import { EffectStore } from './effect-store.ts';
import { EngineMeta } from './engine-meta.ts';
import { EventQueue } from './event-queue.ts';
import { SetAside } from './set-aside.ts';
import { SubjectStore } from './subject-store.ts';
import { TimerStore } from './timer-store.ts';

export interface Stores {
  readonly meta: EngineMeta;
  readonly queue: EventQueue;
  readonly setAside: SetAside;
  readonly subjects: SubjectStore;
  readonly timers: TimerStore;
  readonly effects: EffectStore;
  readonly calls: CallStore;
  readonly lanes: CallLanes;
}

export function openStores(db: DatabaseSync, { callsAtOnce, serves, road }: EngineHost): Stores {
  const stores = {
    meta: new EngineMeta(db),
    queue: new EventQueue(db, serves),
    setAside: new SetAside(db),
    subjects: new SubjectStore(db),
    timers: new TimerStore(db),
    effects: new EffectStore(db),
    calls: new CallStore(db),
    lanes: new CallLanes(callsAtOnce, serves, road),
  };
  stores.lanes.reload(stores.calls.readyCounts());
  return stores;
}

/** After a rollback: what the stores keep in memory follows the file again. */
export function reloadStores({ meta, queue, setAside, subjects, calls, lanes }: Stores): void {
  meta.reload();
  queue.reload();
  setAside.reload();
  subjects.reload();
  calls.reload();
  lanes.reload(calls.readyCounts());
}

export function backlogOf({ queue, calls, lanes, effects, subjects, setAside }: Stores, now: number): Backlog {
  return {
    events: queue.size,
    calls: calls.size,
    effects: effects.size,
    openSubjects: subjects.openCount,
    setAside: setAside.size,
    held: lanes.held(now),
    oldestAt: queue.oldestAt(),
  };
}
