import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What one side took for the rows behind its warm-up. */
export interface Run {
  readonly deliveries: number;
  readonly ms: number;
  /** Of the processor, in all threads of that side. */
  readonly cpu_ms: number;
}

/** What `worker-side.ts` is to do. */
export interface WorkerPlan {
  /** The outbox's file. */
  readonly store: string;
  /** The sink's. */
  readonly port: number;
  readonly atOnce: number;
  readonly warmUp: number;
  /** All rows, those of the warm-up among them. */
  readonly rows: number;
  readonly flow: 'deliver' | 'orders';
  /** An engine's file to begin with, whose work need not end; null: a new one. */
  readonly engine: string | null;
}

/** Of the worker also its highest resident memory, in MB (10⁶ bytes), and how long it took over one `/healthz`. */
export interface WorkerRun extends Run {
  readonly rss_mb: number;
  readonly health_ms: number;
}

export const rateOf = ({ deliveries, ms }: Run): number => (deliveries / ms) * 1000;
export const cpuUsOf = ({ deliveries, cpu_ms }: Run): number => (cpu_ms / deliveries) * 1000;

/** What the outside systems heard since they were started. */
export interface Heard {
  readonly documents: number;
  readonly outOfOrder: number;
}

export interface Sink {
  readonly port: number;
  heard(): Promise<Heard>;
  stop(): Promise<void>;
}

/** Starts `sink.ts`, which answers after so many ms. It ends with this process, however that ends. */
export async function startSink(latencyMs: number): Promise<Sink> {
  const child = begin('sink.ts', [latencyMs]);
  const port = Number(await firstLine(child));
  return {
    port,
    heard: async () => (await (await fetch(`http://127.0.0.1:${port}/heard`)).json()) as Heard,
    stop: async () => {
      child.stdin?.end();
      await once(child, 'exit');
    },
  };
}

/** A bare loop to its end, on a store that is only its own. */
export function runBareLoop({ store, port, atOnce, warmUp }: Omit<WorkerPlan, 'rows' | 'flow' | 'engine'>) {
  return toItsEnd<Run>(begin('bare-loop.ts', [store, port, atOnce, warmUp]));
}

/** A whole worker, in the environment that a service has; what this process was given counts before that. */
export function runWorker(plan: WorkerPlan): Promise<WorkerRun> {
  return toItsEnd<WorkerRun>(begin('worker-side.ts', [JSON.stringify(plan)], { ...asAService(), ...process.env }));
}

function asAService(): Record<string, string> {
  const unit = readFileSync(join(import.meta.dirname, '../../../deploy/causeway.service'), 'utf8');
  const found = [...unit.matchAll(/^Environment=(NODE_OPTIONS|MALLOC_[A-Z_]+)=(.+)$/gm)];
  if (found.length !== 4) throw new Error('the unit says less of the environment than it did');
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

/** A side that takes longer does not get on. */
const SIDE_MS_MAX = 180_000;

/** Throws where it did not come to one; what it said stands above. */
async function toItsEnd<R>(child: ChildProcess): Promise<R> {
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), SIDE_MS_MAX);
  const line = await firstLine(child).finally(() => clearTimeout(late));
  await ended;
  if (child.exitCode !== 0) throw new Error(`a side ended with ${child.exitCode ?? child.signalCode}`);
  return JSON.parse(line) as R;
}

function begin(script: string, args: readonly (string | number)[], env = process.env): ChildProcess {
  const file = join(import.meta.dirname, script);
  return spawn(process.execPath, [file, ...args.map(String)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('a process without output');
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error('a process ended without a word');
}
