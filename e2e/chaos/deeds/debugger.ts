import { setTimeout as pause } from 'node:timers/promises';

const ATTACH_MS_MAX = 20_000;

/**
 * Runs a PRAGMA on the SQLite file that a Node process has open, by its debugger, which any process opens on SIGUSR1:
 * so the engine's own connection meets its limit, and the product needs no door for it. The connection is caught at its
 * next statement; `stir` gives it a reason for one.
 */
export async function pragmaWithin(
  { pid, port, file }: { readonly pid: number; readonly port: number; readonly file: string },
  pragma: string,
  stir: () => Promise<unknown>,
): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const session = await attach(port);
  try {
    await session.evaluate(`(() => {
      const { prototype } = process.getBuiltinModule('node:sqlite').DatabaseSync;
      const { exec } = prototype;
      globalThis.pragmaDone = false;
      prototype.exec = function (sql) {
        if (this.location() === ${JSON.stringify(file)} && !this.isTransaction) {
          prototype.exec = exec;
          exec.call(this, ${JSON.stringify(pragma)});
          globalThis.pragmaDone = true;
        }
        return exec.call(this, sql);
      };
    })()`);
    const until = Date.now() + ATTACH_MS_MAX;
    while ((await session.evaluate('globalThis.pragmaDone')) !== true) {
      if (Date.now() > until) throw new Error(`${pragma}: the engine had no statement to run`);
      await stir();
      await pause(20);
    }
  } finally {
    session.close();
  }
}

interface Session {
  /** Throws what the expression throws. */
  evaluate(expression: string): Promise<unknown>;
  close(): void;
}

interface Reply {
  readonly id?: number;
  readonly result?: { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: object };
}

async function attach(port: number): Promise<Session> {
  const socket = new WebSocket(await addressOf(port));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('the debugger does not answer'));
  });
  let last = 0;
  const evaluate = (expression: string) =>
    new Promise<unknown>((resolve, reject) => {
      last += 1;
      const id = last;
      socket.addEventListener('message', ({ data }) => {
        const { id: of, result } = JSON.parse(String(data)) as Reply;
        if (of !== id) return;
        if (result?.exceptionDetails === undefined) resolve(result?.result.value);
        else reject(new Error(`within the worker: ${JSON.stringify(result.exceptionDetails)}`));
      });
      socket.addEventListener('close', () => reject(new Error('the worker is gone')));
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    });
  return { evaluate, close: () => socket.close() };
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
