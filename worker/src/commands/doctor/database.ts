import type { ShopDatabase } from '../../config/database.ts';
import { grantsFor } from '../../shop/mysql/grants.ts';
import { type Inspected, inspect } from '../../shop/mysql/inspection.ts';
import type { LaneAddress } from '../../shop/mysql/lane.ts';
import { failed, type Look, ok, warning } from './examined.ts';

const PAGE = 'docs/operator.md, "The database lane"';

/**
 * Looks at the database that a shop's configuration names; changes nothing. `shopId`: whom the worker is paired with;
 * null: with nobody. Never rejects.
 */
export async function examineDatabase(
  settings: ShopDatabase,
  { connect, statements }: LaneAddress,
  shopId: string | null,
): Promise<Look[]> {
  const place = { name: settings.name, prefix: settings.tablePrefix };
  return looksOf(settings, await inspect(connect, statements, place), shopId);
}

/** What an inspection means for an operator. */
export function looksOf(settings: ShopDatabase, seen: Inspected, shopId: string | null): Look[] {
  const meanwhile = 'until this is mended, rows come by exchanges alone';
  if ('problem' in seen)
    return [failed('database', `${placeOf(settings)}: ${seen.problem}; ${meanwhile}`, `See ${PAGE}.`)];
  const reached =
    seen.writing === null
      ? ok('database', `${placeOf(settings)} answers (${seen.version})`)
      : failed('database', `${seen.writing}; ${meanwhile}`, `Name the database that the shop writes to; see ${PAGE}.`);
  return [reached, identity(settings, seen, shopId), ...grants(settings, seen)].filter((look) => look !== null);
}

type Seen = Exclude<Inspected, { readonly problem: string }>;

function identity({ tablePrefix }: ShopDatabase, seen: Seen, shopId: string | null): Look | null {
  if (seen.lacking.length > 0) return null;
  const tables = `its tables ${tablePrefix}causeway_*`;
  if (shopId === null)
    return warning('database_shop', `${tables} are there`, 'Pair the shop: then they can be compared.');
  return seen.shopId === shopId
    ? ok('database_shop', `${tables} are the paired shop's`)
    : failed(
        'database_shop',
        `${tables} are another shop's than the one that is paired: nothing is read from them`,
        'Correct name or tablePrefix (wp-config.php: DB_NAME, $table_prefix).',
      );
}

function grants({ name, tablePrefix, user, socket }: ShopDatabase, { lacking, excess }: Seen): Look[] {
  const needed = grantsFor(
    name,
    tablePrefix,
    `'${user}'@'${socket === undefined ? "the worker's address" : 'localhost'}'`,
  );
  const advice = `As the database's administrator, where tablePrefix is right: ${needed.join('; ')};`;
  return [
    lacking.length === 0
      ? ok('database_grants', 'the user may do all that the lane needs')
      : failed('database_grants', `the user may not: ${lacking.join(', ')}`, advice),
    ...(excess.length === 0
      ? []
      : [
          warning(
            'database_grants',
            `the user may do more than the lane needs: ${excess.join('; ')}`,
            `Revoke it; see ${PAGE}.`,
          ),
        ]),
  ];
}

function placeOf({ host, port, socket, name }: ShopDatabase): string {
  return `${name} at ${socket ?? `${host}:${port}`}`;
}
