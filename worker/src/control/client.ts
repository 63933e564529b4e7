import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ControlAnswer, ControlProgress, type ControlRequest } from './protocol.ts';

/** Longer than a worker says nothing while it makes an answer. */
const SILENCE_MS_MAX = 40_000;

/** The worker said no, or something that can't be understood. */
export class ControlRefused extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'ControlRefused';
  }
}

/** Asks the worker that listens at `path`; `progress` hears how far it is. Null: none does. Throws `ControlRefused`. */
export async function askWorker<A extends ControlRequest['ask']>(
  path: string,
  request: Extract<ControlRequest, { ask: A }>,
  progress: (text: string) => void = () => undefined,
): Promise<Extract<ControlAnswer, { said: A }> | null> {
  const socket = await open(path);
  if (socket === null) return null;
  socket.setTimeout(SILENCE_MS_MAX, () => socket.destroy(new ControlRefused('the worker did not answer in time')));
  socket.end(`${JSON.stringify(request)}\n`);
  const answer = await lastOf(socket, progress);
  if (answer?.said === 'no') throw new ControlRefused(answer.problem);
  if (answer?.said !== request.ask)
    throw new ControlRefused('the worker answered in an unknown shape: is it of another version?');
  return answer as Extract<ControlAnswer, { said: A }>;
}

/** Whether somebody listens at the path; what a killed process left does not. */
export async function answersAt(path: string): Promise<boolean> {
  const socket = await open(path);
  socket?.destroy();
  return socket !== null;
}

const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENAMETOOLONG', 'EINVAL']);

async function open(path: string): Promise<Socket | null> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    if (NOBODY.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

async function lastOf(socket: Socket, progress: (text: string) => void): Promise<ControlAnswer | null> {
  let answer: ControlAnswer | null = null;
  for await (const line of linesOf(socket)) {
    const said = parsed(line);
    const step = ControlProgress.safeParse(said);
    if (step.success) progress(step.data.text);
    else answer = ControlAnswer.safeParse(said).data ?? null;
  }
  return answer;
}

/** Not `node:readline`: that ends in silence where the socket failed. */
async function* linesOf(socket: Socket): AsyncGenerator<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket) {
    const lines = (text + String(chunk)).split('\n');
    text = lines.pop() ?? '';
    yield* lines;
  }
  if (text !== '') yield text;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
