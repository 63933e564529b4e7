/** What the lane's user may do with each of the plugin's tables, and nothing else. Columns: those alone. */
const NEEDED = {
  outbox: { SELECT: null, UPDATE: ['served_at', 'slot'], DELETE: null },
  archive: { SELECT: null, INSERT: null, DELETE: null },
  subject: { SELECT: null },
  link: {
    SELECT: [
      'id',
      'shop_id',
      'incarnation',
      'lease_epoch',
      'lease_engine',
      'engine_commit',
      'lease_until',
      'ack_number',
      'rewound_at',
      'rewound_from',
      'paired_at',
      'worker_seen_at',
    ],
    UPDATE: ['ack_number'],
  },
} as const satisfies Record<string, Record<string, readonly string[] | null>>;

type Privileges = Readonly<Record<string, readonly string[] | null>>;

/** The statements with which an administrator lets a user do what the lane needs. `user`: as `'causeway'@'10.0.0.7'`. */
export function grantsFor(database: string, prefix: string, user: string): string[] {
  return Object.entries(NEEDED).map(([table, privileges]: [string, Privileges]) => {
    const what = Object.entries(privileges).map(([name, columns]) =>
      columns === null ? name : `${name} (${columns.join(', ')})`,
    );
    return `GRANT ${what.join(', ')} ON \`${database}\`.\`${prefix}causeway_${table}\` TO ${user}`;
  });
}

/**
 * What a user may do beyond what the lane needs, in the words of the database. `granted`: the lines of `SHOW GRANTS`,
 * without what identifies the user.
 */
export function excessIn(granted: readonly string[], database: string, prefix: string): string[] {
  const tables = new Map<string, Privileges>(
    Object.entries(NEEDED).map(([table, needed]) => [`\`${database}\`.\`${prefix}causeway_${table}\``, needed]),
  );
  return granted.flatMap((line) => {
    const found = /^GRANT (.+) ON (.+?) TO (.+)$/.exec(line);
    if (found === null) return ['a role, or something that Causeway does not know'];
    const [, what = '', target = '', rest = ''] = found;
    const further = / WITH GRANT OPTION/.test(rest) ? [`GRANT OPTION on ${target}`] : [];
    const needed = tables.get(target) ?? {};
    const over = listed(what).filter((one) => one !== 'USAGE' && !isNeeded(one, needed));
    return [...over.map((one) => `${one} on ${target}`), ...further];
  });
}

/** Parts at the commas that are not between brackets. */
function listed(text: string): string[] {
  return text.split(/,\s*(?![^(]*\))/);
}

function isNeeded(privilege: string, needed: Privileges): boolean {
  const [, name = '', columns] = /^([A-Z ]+?)(?: \((.+)\))?$/.exec(privilege) ?? [];
  const allowed = needed[name];
  if (allowed === undefined) return false;
  if (allowed === null) return true;
  return (
    columns !== undefined && listed(columns).every((column) => allowed.includes(column.replaceAll('`', '').trim()))
  );
}
