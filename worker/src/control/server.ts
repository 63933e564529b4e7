import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Asker } from './asks/ask.ts';
import { answersAt } from './client.ts';
import { type ControlAnswer, ControlRequest, REQUEST_BYTES_MAX } from './protocol.ts';

/** Answers a question; may throw. */
export type Answers = (request: ControlRequest, asker: Asker) => Promise<ControlAnswer>;

/** Somebody answers on the socket already: another worker has this state directory. */
export class ControlInUse extends Error {
  constructor(path: string) {
    super(`Another worker answers on ${path}. Stop it first, or give this one a state directory of its own.`);
    this.name = 'ControlInUse';
  }
}

/** The socket can't be made where the state directory is; the worker works without. */
export class ControlUnavailable extends Error {
  constructor(path: string, why: string) {
    super(`The control socket ${path} can't be made (${why}): the command line can't ask this worker anything.`);
    this.name = 'ControlUnavailable';
  }
}

/** The longest path that a Unix socket can have on Linux, macOS and BSD. */
const PATH_BYTES_MAX = 103;
const SILENCE_MS_MAX = 5_000;
const CONNECTIONS_MAX = 16;

/** The door for this machine's command line: a Unix socket that only the worker's user can open. */
export class ControlServer {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  /** `answer` may throw: the asker hears that it failed, `failed` hears what. */
  constructor(answer: Answers, failed: (error: unknown) => void) {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
      converse(socket, answer, failed);
    });
    this.#server.maxConnections = CONNECTIONS_MAX;
    // A door keeps no process alive that has nothing else to do.
    this.#server.unref();
  }

  /** Replaces what a killed worker left. Rejects with `ControlInUse` or `ControlUnavailable`. */
  async listen(path: string): Promise<void> {
    if (Buffer.byteLength(path) > PATH_BYTES_MAX) throw new ControlUnavailable(path, 'its path is too long');
    if (await answersAt(path)) throw new ControlInUse(path);
    try {
      removeStale(path);
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen(path, resolve);
        // Bound by now: nobody has had a turn to connect.
        chmodSync(path, 0o600);
      });
    } catch (error) {
      throw new ControlUnavailable(path, String((error as NodeJS.ErrnoException).code ?? error));
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#open) socket.destroy();
    });
  }
}

function removeStale(path: string): void {
  const stale = lstatSync(path, { throwIfNoEntry: false });
  if (stale === undefined) return;
  if (!stale.isSocket()) throw new Error('there is a file of that name');
  unlinkSync(path);
}

/** One line in, one line out, and before that how far it is. */
function converse(socket: Socket, answer: Answers, failed: (error: unknown) => void): void {
  let text = '';
  const gone = new AbortController();
  const asker: Asker = {
    tell: (progress) => void socket.write(`${JSON.stringify({ said: 'progress', text: progress })}\n`),
    gone: gone.signal,
  };
  const say = (said: ControlAnswer) => socket.end(`${JSON.stringify(said)}\n`);
  const no = (problem: string) => say({ said: 'no', problem });
  socket.setEncoding('utf8');
  socket.setTimeout(SILENCE_MS_MAX, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.once('close', () => gone.abort());
  const heard = (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= REQUEST_BYTES_MAX) return;
    socket.off('data', heard);
    socket.setTimeout(0);
    const request = end < 0 ? null : readRequest(text.slice(0, end));
    if (request === null) {
      no('this worker does not understand the question: is the command line of another version?');
      return;
    }
    answer(request, asker).then(say, (error: unknown) => {
      failed(error);
      no('the worker failed to answer; its log says more');
    });
  };
  socket.on('data', heard);
}

function readRequest(line: string): ControlRequest | null {
  try {
    return ControlRequest.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
