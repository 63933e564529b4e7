import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { evalPhp } from '../../stage/index.ts';
import type { Rig } from '../rig.ts';

/** What is handed out: the files and their sums, and the plugin in its zip. */
export function packages(rig: Rig): void {
  rig.step('the same sources give the same bytes, and the sums are theirs', async () => {
    const of = (folder: string, name: string) => readFileSync(join(folder, name));
    const files = join(rig.ground.server.folder, 'files');
    const names = readdirSync(rig.ground.builtAgain);
    expect(names.sort()).toEqual([
      'SHA256SUMS',
      `causeway-${rig.ground.version}.zip`,
      `causeway-worker-${rig.ground.version}.tgz`,
    ]);
    for (const name of names) expect(of(files, name).equals(of(rig.ground.builtAgain, name)), name).toBe(true);
    await rig.follow('files');
  });

  rig.step('the zip is a plugin as WordPress takes it, without what is for developers', async () => {
    await rig.follow('plugin');
    const { shop } = rig.ground.served;
    const plugin = join(shop.site, 'wp-content/plugins/causeway');
    const found = readdirSync(plugin, { recursive: true, encoding: 'utf8' });
    for (const own of [
      'causeway.php',
      'readme.txt',
      'license.txt',
      'build/index.js',
      'build/index.asset.php',
      'build/index.css',
      'languages/causeway.pot',
    ])
      expect(found).toContain(own);
    expect(
      found.filter((path) =>
        /(^|\/)(tests|vendor|node_modules|\..+)(\/|$)|\.(map|dist|neon|tsx?|scss)$|composer/.test(path),
      ),
    ).toEqual([]);
    // A build for developers ends by naming its map.
    expect(readFileSync(join(plugin, 'build/index.js'), 'utf8').slice(-100)).not.toContain('sourceMappingURL');
    const header = await evalPhp<Record<string, string>>(
      shop,
      `require_once ABSPATH . 'wp-admin/includes/plugin.php';
       return get_plugin_data( WP_PLUGIN_DIR . '/causeway/causeway.php', false, false );`,
    );
    const readme = readFileSync(join(plugin, 'readme.txt'), 'utf8');
    const said = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(readme)?.[1];
    expect(header).toMatchObject({
      Version: rig.ground.version,
      RequiresWP: said('Requires at least'),
      RequiresPHP: said('Requires PHP'),
    });
    expect(said('Stable tag')).toBe(rig.ground.version);
    await evalPhp(
      shop,
      `$failed = activate_plugin( 'causeway/causeway.php' ); if ( $failed ) { throw new RuntimeException( $failed->get_error_message() ); } return true;`,
    );
  });
}
