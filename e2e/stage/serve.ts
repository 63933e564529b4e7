import { startCliServer } from './serving/cli-server.ts';
import { startFpm } from './serving/fpm.ts';
import { removeSockets, startMariadb } from './serving/mariadb.ts';
import { startPlayground } from './serving/playground.ts';
import { freePort, isFree } from './serving/ports.ts';
import type { Running } from './serving/process.ts';
import { untilReady } from './serving/ready.ts';
import { keepShop, type Shop } from './shop.ts';
import { writeConfiguration } from './site/configuration.ts';

/** A part of a served shop that can be crashed and started again, for tests of recovery. */
export interface Part {
  /** Process group ids, one for each program. */
  pids(): readonly number[];
  /** SIGKILL to every process of the part, as a crash would. Returns when they are gone. */
  kill(): Promise<void>;
  /** Starts it again and waits until it answers. Does nothing while it runs. */
  start(): Promise<void>;
}

/** A shop that answers at `shop.url`. Its processes end with `stop()`, or with this process, however that ends. */
export interface ServedShop {
  readonly shop: Shop;
  /** PHP, with its web server where that is apart. */
  readonly php: Part;
  /** Absent on SQLite. */
  readonly database?: Part;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Serve on another port than the shop was laid for; sessions of before are then void. */
  readonly port?: number;
  /** WP_DEBUG; see ShopOptions. Default true. */
  readonly debug?: boolean;
}

const starters = { 'cli-server': startCliServer, fpm: startFpm, playground: startPlayground } as const;
const readyMsMax = { 'cli-server': 30_000, fpm: 30_000, playground: 180_000 } as const;

/**
 * Serves a laid shop and returns once it answers.
 * Throws when the port is taken, or the shop doesn't answer in time (with the end of the server's log).
 */
export async function serveShop(laid: Shop, options: ServeOptions = {}): Promise<ServedShop> {
  const shop = await onPort(laid, options);
  const database = shop.socket ? databasePart(shop, shop.socket) : undefined;
  await database?.start();
  const php = phpPart(shop);
  try {
    await php.start();
  } catch (error) {
    await Promise.all([php.stop(), database?.stop()]);
    throw error;
  }
  return {
    shop,
    php,
    ...(database ? { database } : {}),
    stop: async () => {
      await php.stop();
      await database?.stop();
      removeSockets(shop.folder);
    },
  };
}

interface StoppablePart extends Part {
  stop(): Promise<void>;
}

function phpPart(shop: Shop): StoppablePart {
  return part(async () => {
    const started = await starters[shop.sapi](shop);
    const running = Array.isArray(started) ? (started as Running[]) : [started as Running];
    const [front] = running;
    if (!front) throw new Error('nothing was started');
    try {
      await untilReady(shop, front, readyMsMax[shop.sapi]);
    } catch (error) {
      await Promise.all(running.map((each) => each.stop()));
      throw error;
    }
    return running;
  });
}

function databasePart(shop: Shop, socket: string): StoppablePart {
  return part(async () => [await startMariadb({ folder: shop.folder, socket })]);
}

function part(begin: () => Promise<Running[]>): StoppablePart {
  let running: Running[] = [];
  const end = async (how: 'kill' | 'stop'): Promise<void> => {
    const ending = running;
    running = [];
    await Promise.all(ending.map((each) => each[how]()));
  };
  return {
    pids: () => running.map((each) => each.pid),
    start: async () => {
      if (running.length === 0) running = await begin();
    },
    kill: () => end('kill'),
    stop: () => end('stop'),
  };
}

async function onPort(laid: Shop, options: ServeOptions): Promise<Shop> {
  const port = options.port ?? ((await isFree(laid.port)) ? laid.port : await freePort());
  if (!(await isFree(port))) throw new Error(`port ${port} is taken`);
  if (port === laid.port) return laid;
  const shop = keepShop({ ...laid, port, url: `http://127.0.0.1:${port}` });
  writeConfiguration(shop, options.debug ?? true);
  return shop;
}
