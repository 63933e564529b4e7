import { setTimeout as pause } from 'node:timers/promises';

const ATTACH_MS_MAX = 20_000;

/**
 * Runs a PRAGMA on the SQLite file that a Node process has open, by its debugger, which any process opens on SIGUSR1:
 * so the engine's own connection meets its limit, and the product needs no door for it. Gives the pragma's value.
 */
export async function pragmaWithin(pid: number, port: number, file: string, pragma: string): Promise<unknown> {
  process.kill(pid, 'SIGUSR1');
  const session = await attach(port);
  try {
    const prototype = await session.ask('Runtime.evaluate', {
      expression: "process.getBuiltinModule('node:sqlite').DatabaseSync.prototype",
    });
    const found = await session.ask('Runtime.queryObjects', { prototypeObjectId: prototype.result?.objectId });
    const { result, exceptionDetails } = await session.ask('Runtime.callFunctionOn', {
      objectId: found.objects?.objectId,
      functionDeclaration: `function (file, pragma) {
        const open = this.find((database) => database.isOpen && database.location() === file);
        return Object.values(open.prepare(pragma).get())[0];
      }`,
      arguments: [{ value: file }, { value: pragma }],
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`${pragma}: ${JSON.stringify(exceptionDetails)}`);
    return result?.value;
  } finally {
    session.close();
  }
}

interface Reply {
  readonly result?: { readonly objectId?: string; readonly value?: unknown };
  readonly objects?: { readonly objectId: string };
  readonly exceptionDetails?: unknown;
}

interface Session {
  ask(method: string, params: object): Promise<Reply>;
  close(): void;
}

async function attach(port: number): Promise<Session> {
  const socket = new WebSocket(await addressOf(port));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('the debugger does not answer'));
  });
  let last = 0;
  const ask = (method: string, params: object) =>
    new Promise<Reply>((resolve, reject) => {
      last += 1;
      const id = last;
      const heard = ({ data }: MessageEvent) => {
        const message = JSON.parse(String(data)) as { id?: number; result?: Reply; error?: { message: string } };
        if (message.id !== id) return;
        socket.removeEventListener('message', heard);
        if (message.error !== undefined) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result ?? {});
      };
      socket.addEventListener('message', heard);
      socket.addEventListener('close', () => reject(new Error(`${method}: the worker is gone`)));
      socket.send(JSON.stringify({ id, method, params }));
    });
  return { ask, close: () => socket.close() };
}

async function addressOf(port: number): Promise<string> {
  const until = Date.now() + ATTACH_MS_MAX;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
    const [target] = answer?.ok ? ((await answer.json()) as { webSocketDebuggerUrl: string }[]) : [];
    if (target !== undefined) return target.webSocketDebuggerUrl;
    if (Date.now() > until) throw new Error('the debugger of the worker does not come up');
    await pause(20);
  }
}
