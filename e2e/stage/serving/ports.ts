import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A TCP port on 127.0.0.1 that nothing listens on now. It lies below those that systems give to outgoing connections:
 * one of them would keep a server that was killed from starting again at its address.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
}

const PORT_MIN = 15_000;
/** No port from here on is given. */
export const PORT_MAX = 32_000;

/** Can a server listen on this port of 127.0.0.1? */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
