import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fault, heal } from '../../demo/back-office-control.ts';
import type { Options } from '../options.ts';
import { openRoad } from '../road/road.ts';
import type { Side } from './side.ts';

/** The whole road: plugin, worker, sandbox ERP. */
export async function openCauseway(options: Options, folder: string): Promise<Side> {
  const road = await openRoad({ ...options, folder, database: 'mariadb', doorbell: true });
  const { shop } = road.served;
  return {
    name: 'Causeway',
    shop,
    arrivals: () => takenBy(road.sandboxFolder),
    setFailing: (failing) =>
      failing ? fault(road.backOffice, 'erp', { kind: 'error', status: 500 }) : heal(road.backOffice),
    // What the worker has not fetched yet is on its way too: an idle worker says nothing of it.
    hasGivenUp: async () => false,
    verdict: async () => `${(await road.health()).engine.openSubjects} orders on their way`,
    stop: () => road.stop(),
  };
}

function takenBy(sandboxFolder: string): Map<number, number> {
  const erp = new DatabaseSync(join(sandboxFolder, 'erp.sqlite'), { readOnly: true, timeout: 5000 });
  try {
    const rows = erp
      .prepare(
        "SELECT external_id, MIN(answered_at_ms) AS at FROM request WHERE method = 'POST' AND path = '/orders' AND status = 201 GROUP BY 1",
      )
      .all() as { external_id: string; at: number }[];
    return new Map(rows.map(({ external_id, at }) => [Number(external_id.split('-')[1]), at]));
  } finally {
    erp.close();
  }
}
