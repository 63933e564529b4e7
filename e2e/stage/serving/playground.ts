import { join } from 'node:path';
import { playgroundCommand, playgroundMounts } from '../php/playground.ts';
import type { Shop } from '../shop.ts';
import { type Running, startProcess } from './process.ts';

/** Serves the shop with PHP as WebAssembly: one request at a time, about two seconds each. */
export async function startPlayground(shop: Shop): Promise<Running> {
  const command = await playgroundCommand(() => {});
  return await startProcess({
    name: 'playground',
    program: process.execPath,
    args: [
      command,
      'server',
      `--port=${shop.port}`,
      `--site-url=${shop.url}`,
      '--workers=1',
      ...playgroundMounts(shop.folder),
    ],
    cwd: shop.folder,
    log: join(shop.folder, 'logs/playground.log'),
  });
}
