import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkout } from '../../promises/ground.ts';
import { INSTALLED, type Rig } from '../rig.ts';

/** The installed packages' names and versions. */
function librariesIn(folder: string): Map<string, string> {
  const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(@[^/]+\/)?[^/@]+\/package\.json$/.test(path),
  );
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as { version: string };
  return new Map(manifests.map((path) => [path.slice(0, -'/package.json'.length), read(path).version]));
}

/** The worker from its tarball. */
export function installedWorker(rig: Rig): void {
  rig.step('the worker is installed from its tarball, with its libraries as they were tested', async (context) => {
    const ended = await rig.ground.server.run(rig.document.take('test', 'worker'));
    if (ended.code !== 0 && /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED|network/i.test(ended.stderr))
      rig.leaveOut(context, 'npm reaches neither a registry nor its cache');
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout.trim().split('\n').at(-1)).toBe(rig.ground.version);
    const manifest = JSON.parse(readFileSync(rig.ground.server.path(`${INSTALLED}/package.json`), 'utf8'));
    expect(manifest.engines).toEqual({ node: '>=22.18' });
    expect(Object.keys(manifest.dependencies).sort()).toEqual([
      ...['mysql2', 'pino', 'prom-client', 'standardwebhooks', 'zod'],
    ]);
    const locked = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')).packages;
    const installed = librariesIn(rig.ground.server.path(`${INSTALLED}/node_modules`));
    expect(installed.size).toBeGreaterThan(4);
    for (const [name, version] of installed) expect(version, name).toBe(locked[`node_modules/${name}`].version);
    const files = readdirSync(rig.ground.server.path(INSTALLED), { recursive: true, encoding: 'utf8' }).filter(
      (path) => !path.startsWith('node_modules'),
    );
    // Whoever writes an adapter gets types and the roles' suites; the rest of what is for developers stays out.
    expect(files).toContain('lib/kit.d.ts');
    expect(files.filter((path) => /(?<!\.d)\.ts$|test|\.map$|engine\/.*conformance/.test(path))).toEqual([]);
  });

  rig.step('as any npm package, too, it can be installed in an empty folder, and works there', async () => {
    const tarball = `./causeway-worker-${rig.ground.version}.tgz`;
    const install = `npm install --global --prefix /opt/else ${tarball}; /opt/else/bin/causeway --version; rm -r /opt/else`;
    const ended = await rig.ground.server.run(install);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout.trim().split('\n').at(-1)).toBe(rig.ground.version);
  });
}
