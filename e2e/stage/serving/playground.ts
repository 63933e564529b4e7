import type { Shop } from '../shop.ts';
import type { Running } from './process.ts';

export async function startPlayground(_shop: Shop): Promise<Running> {
  throw new Error('playground: not built yet');
}
