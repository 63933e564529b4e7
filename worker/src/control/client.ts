import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ControlAnswer, type ControlRequest } from './protocol.ts';

/** Longer than a worker takes for any answer. */
const ANSWER_MS_MAX = 40_000;

/** The worker said no, or something that can't be understood. */
export class ControlRefused extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'ControlRefused';
  }
}

/** Asks the worker that listens at `path`. Null: none does. Throws `ControlRefused`. */
export async function askWorker(
  path: string,
  request: ControlRequest,
): Promise<Exclude<ControlAnswer, { said: 'no' }> | null> {
  const socket = await open(path);
  if (socket === null) return null;
  socket.setTimeout(ANSWER_MS_MAX, () => socket.destroy(new ControlRefused('the worker did not answer in time')));
  socket.end(`${JSON.stringify(request)}\n`);
  const answer = readAnswer(await allOf(socket));
  if (answer === null) throw new ControlRefused('the worker answered in an unknown shape: is it of another version?');
  if (answer.said === 'no') throw new ControlRefused(answer.problem);
  return answer;
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

async function allOf(socket: Socket): Promise<string> {
  const chunks: string[] = [];
  socket.setEncoding('utf8');
  for await (const chunk of socket) chunks.push(chunk as string);
  return chunks.join('');
}

function readAnswer(text: string): ControlAnswer | null {
  try {
    return ControlAnswer.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
