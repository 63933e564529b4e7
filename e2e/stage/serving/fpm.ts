import type { Shop } from '../shop.ts';
import type { Running } from './process.ts';

export async function startFpm(_shop: Shop): Promise<Running[]> {
  throw new Error('fpm: not built yet');
}
