import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { editConfiguration, typedSecrets } from '../ground.ts';
import { type Tried, tryUnderSystemd } from '../own-systemd/own-systemd.ts';
import { serviceScript } from '../own-systemd/try-service.ts';
import { CONFIGURATION, INSTALLED, type Rig } from '../rig.ts';

/** Begins what takes its time by itself, in namespaces of its own: the unit, the installed worker and the example. */
function tryTheUnit({ ground, document }: Rig): Promise<Tried | string | Error> {
  const folder = join(ground.server.folder, 'own-systemd');
  const files = join(folder, 'files');
  for (const path of ['/opt/causeway', '/etc/causeway/secrets'])
    cpSync(ground.server.path(path), join(files, path), { recursive: true, verbatimSymlinks: true });
  cpSync(ground.server.path(`${INSTALLED}/deploy/causeway.example.json`), join(files, CONFIGURATION));
  return tryUnderSystemd(folder, files, serviceScript(document)).catch((error: Error) => error);
}

/** The example, what is made of it, and what is said of mistakes. */
export function configuration(rig: Rig): void {
  rig.step('the example is accepted as it stands; what is wrong with a configuration is said', async () => {
    await rig.follow('configuration');
    const check = rig.document.take('test', 'check');
    const refused = await rig.ground.server.run(check);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain("the secret file credential:erp-client can't be read (ENOENT)");
    await rig.follow('secrets', typedSecrets(rig.ground));
    const accepted = { code: 0, stdout: 'The configuration is in order.\n' };
    expect(await rig.ground.server.run(check)).toMatchObject(accepted);
    rig.underSystemd = tryTheUnit(rig);
    editConfiguration(rig.ground.server.path(CONFIGURATION), rig.ground);
    expect(await rig.ground.server.run(check)).toMatchObject(accepted);
  });
}
