import { copyFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goLive, pairingCode } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { layShop, type ServedShop, serveShop } from '../stage/index.ts';
import { causeway, type Options } from './causeway.ts';

/** What the worker's exchange meets: `html`, `shape` and `huge` are answers that no plugin gives. */
export type Weather = 'fair' | 'hangs' | 'html' | 'shape' | 'huge';

/** A shop of its own beside the demo's, served by the same worker, with the same ERP and warehouse. */
export interface SecondShop {
  readonly code: string;
  readonly served: ServedShop;
  setWeather(weather: Weather): void;
  /** How many exchanges began to hang so far. */
  hung(): number;
  stop(): Promise<void>;
}

/** Lays and serves it, adds it to the worker's configuration, pairs it, goes live, and starts the worker anew. */
export async function addShop(demo: Demo, code: string): Promise<SecondShop> {
  const { shop: first } = demo.served;
  const laid = await layShop({
    folder: join(first.folder, `../shop-${code}`),
    store: first.store.kind,
    phpIni: { output_buffering: '1' },
  });
  const muPlugins = join(laid.site, 'wp-content/mu-plugins');
  copyFileSync(join(import.meta.dirname, 'exchange-weather.php'), join(muPlugins, 'exchange-weather.php'));
  const served = await serveShop(laid);
  await demo.worker.stop();
  configure(demo, ({ shops: [template], ...options }) => ({
    ...options,
    shops: [{ ...template }, { ...template, code, url: served.shop.url }],
  }));
  const { configuration } = demo.worker;
  const paired = await causeway(['pair', '--config', configuration, served.shop.url, await pairingCode(served.shop)]);
  if (paired.code !== 0) throw new Error(paired.stderr);
  await goLive(served.shop);
  await demo.worker.start();
  const weather = join(muPlugins, 'exchange-weather');
  return {
    code,
    served,
    setWeather(kind) {
      writeFileSync(`${weather}.new`, kind);
      renameSync(`${weather}.new`, weather);
    },
    hung: () => statSync(`${weather}.met`, { throwIfNoEntry: false })?.size ?? 0,
    async stop() {
      rmSync(weather, { force: true });
      await served.stop();
    },
  };
}

/** Writes the worker's configuration anew; it is read at the next start. Returns how it was. */
export function configure(demo: Demo, change: (options: Options) => Options): Options {
  const file = demo.worker.configuration;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Options;
  writeFileSync(file, JSON.stringify(change(structuredClone(before)), null, 2));
  return before;
}
