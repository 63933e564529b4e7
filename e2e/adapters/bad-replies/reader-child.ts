import { BUILT_IN } from '../../../worker/src/systems/registry.ts';
import { type Outcome, openWayOut } from './way-out.ts';

/** What the child is told on its standard input, as JSON. */
export interface Task {
  readonly adapter: string;
  readonly own: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  readonly stateDirectory: string;
  readonly operation: string;
  /** First ordinary ones, so that all is loaded; the last gets the reply without end. */
  readonly requests: readonly Parameters<ReturnType<typeof openWayOut>['call']>[2][];
}

/** What it answers on its standard output: bytes of memory that it ever held, before and after the last request. */
export interface Measured {
  readonly outcomes: readonly Outcome[];
  readonly before: number;
  readonly after: number;
}

const peak = () => process.resourceUsage().maxRSS * 1024;

async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const { adapter: name, operation, requests, ...opening } = JSON.parse(String(Buffer.concat(chunks))) as Task;
  const adapter = BUILT_IN.find((one) => one.name === name);
  if (adapter === undefined) throw new Error(`no adapter ${name}`);
  const way = openWayOut({ adapter, ...opening });
  const outcomes: Outcome[] = [];
  let before = 0;
  for (const request of requests) {
    before = peak();
    outcomes.push(await way.call('order/1', operation, request));
  }
  way.transcripts.close();
  process.stdout.write(JSON.stringify({ outcomes, before, after: peak() } satisfies Measured));
}

await main();
