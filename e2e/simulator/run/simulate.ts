import type { FaultName } from '../faults/catalogue.ts';
import { Broken, Judge } from '../promises/judge.ts';
import type { Line } from '../trace/trace.ts';
import { SETTLE_MS } from '../world/settings.ts';
import { BEGINNING, World } from '../world/world.ts';
import { Acts } from './acts.ts';
import { calmDown } from './calm.ts';
import type { Plan } from './plan.ts';
import { replayAll } from './replay.ts';

export interface Outcome {
  /** Null: every promise held. */
  readonly broken: {
    readonly promise: string;
    readonly what: string /** Ms from the beginning. */;
    readonly at: number;
  } | null;
  readonly decisions: number;
  /** Told where it was listened to. */
  readonly lines: readonly Line[];
  readonly digest: string;
}

export interface SimulateOptions {
  readonly listens?: boolean;
  readonly onlyPromise?: string;
  /** Told of every fault that struck, and of the states in which it met orders. */
  readonly struck?: (fault: FaultName, states: readonly string[]) => void;
}

/** Runs a plan from beginning to end, or until a promise breaks. */
export async function simulate(plan: Plan, options: SimulateOptions = {}): Promise<Outcome> {
  const { listens = false, onlyPromise, struck = () => undefined } = options;
  const world: World = new World(
    plan,
    {
      struck,
      heard: (what, isOnDisk) => judge.heard(what, isOnDisk),
      left: (engine, operation, about) => judge.left(engine, operation, about),
      acknowledging: (shop, life, rows) =>
        judge.acknowledging(shop, rows, (event) => life.machine.disk.hasTaken(shop.code, event)),
      afterStep: () => judge.afterStep(),
    },
    listens,
  );
  const { ticker, shops } = world;
  const { erp, warehouse, goods, words } = world.outside;
  const judge = new Judge(
    {
      now: ticker.now,
      shops,
      orders: erp.orders,
      releases: warehouse.releases,
      returns: erp.returns,
      memos: erp.memos,
      receipts: warehouse.receipts,
      rules: plan,
      toldFree: warehouse.toldFree,
      closedAt: warehouse.closedAt,
      allocatedAt: erp.allocatedAt,
      reports: erp.receipts,
      goods,
      wrongSince: (role) => words[role].wrongSince,
      clockSetAt: world.clockSetAt,
      settleMs: SETTLE_MS,
    },
    world,
    onlyPromise,
  );
  const acts = new Acts(world, judge);
  world.workers.start(world.workers.add('worker A'));
  for (const happening of plan.happenings) ticker.at(BEGINNING + happening.at, () => acts.perform(happening));
  let broken: Broken | null = null;
  try {
    await ticker.moveTo(BEGINNING + plan.stormMs);
    if (plan.mode === 'liveness') {
      await calmDown(world, acts);
      judge.calm();
      await replayAll(world);
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    broken = error;
  }
  if (broken !== null) world.say('BROKEN', () => `${broken.promise}: ${broken.message}`);
  const decisions = world.workers.end();
  const { lines } = world.trace;
  return {
    broken: broken && { promise: broken.promise, what: broken.message, at: ticker.now() - BEGINNING },
    decisions,
    lines,
    digest: listens ? world.trace.digest() : '',
  };
}
