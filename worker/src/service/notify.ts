import { execFile } from 'node:child_process';

/** What a service manager gave us to talk to it, as sd_notify(3) says. */
export interface Notify {
  /** How often it wants to hear that we get on, at most this many ms apart; null: it doesn't watch. */
  readonly watchdogMs: number | null;
  /** Tells variable assignments such as `READY=1`, in order. Never rejects. */
  tell(...assignments: readonly string[]): Promise<void>;
}

const TELL_MS_MAX = 10_000;

/**
 * Null: nobody wants to be told. systemd listens on a Unix *datagram* socket, to which Node can't write (its Unix sockets
 * are streams, its datagrams IP), so `systemd-notify` does: it is there wherever systemd is, needs no native module, and
 * ends only when systemd has read the message, so that the sender is still known. As it is a child of ours, the unit
 * needs `NotifyAccess=all`.
 *
 * `failed` is told once when that can't be done.
 */
export function openNotify(environment: NodeJS.ProcessEnv, failed: (problem: string) => void): Notify | null {
  const { NOTIFY_SOCKET, PATH } = environment;
  if (NOTIFY_SOCKET === undefined || NOTIFY_SOCKET === '') return null;
  let last: Promise<void> = Promise.resolve();
  let said = false;
  const send = async (assignments: readonly string[]) => {
    const problem = await run([...assignments], { NOTIFY_SOCKET, ...(PATH === undefined ? {} : { PATH }) });
    if (problem !== null && !said) {
      said = true;
      failed(problem);
    }
  };
  return {
    watchdogMs: watchdogMs(environment),
    tell: (...assignments) => {
      last = last.then(() => send(assignments));
      return last;
    },
  };
}

function run(assignments: string[], env: Record<string, string>): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('systemd-notify', assignments, { env, timeout: TELL_MS_MAX }, (error) => resolve(error?.message ?? null));
  });
}

/** `WATCHDOG_PID`, where given, names the process that is meant: not a child that inherited the environment. */
function watchdogMs({ WATCHDOG_USEC, WATCHDOG_PID }: NodeJS.ProcessEnv): number | null {
  if (WATCHDOG_PID !== undefined && WATCHDOG_PID !== String(process.pid)) return null;
  const ms = Math.floor(Number(WATCHDOG_USEC ?? '0') / 1000);
  return ms > 0 ? ms : null;
}
