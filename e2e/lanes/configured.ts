import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Shop } from '../stage/index.ts';
import { allowLane, DATABASE } from './ground.ts';

/** Gives the first shop of a worker's configuration its database, and that a user for the lane; both take effect at the worker's next start. */
export async function openDatabaseLane({ socket }: Shop, configuration: string): Promise<void> {
  if (socket === undefined) throw new Error('the database lane needs a shop on MariaDB');
  const passwordFile = 'secrets/database-lane';
  writeFileSync(join(dirname(configuration), passwordFile), await allowLane(socket), { mode: 0o600 });
  const options = JSON.parse(readFileSync(configuration, 'utf8')) as { shops: Record<string, unknown>[] };
  const [shop] = options.shops;
  if (shop === undefined) throw new Error('no shop is configured');
  shop.database = { socket, user: 'lane', passwordFile, name: DATABASE };
  writeFileSync(configuration, JSON.stringify(options, null, 2));
}
