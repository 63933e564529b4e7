import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkout } from '../../promises/ground.ts';
import { tryCommand } from '../../stage/command.ts';
import { findProgram } from '../../stage/php/find.ts';
import { type Rig, UNIT } from '../rig.ts';

/** The unit, by the tools of systemd and by systemd itself. */
export function underSystemd(rig: Rig): void {
  rig.step('the unit is one that systemd understands, and shuts the worker in', async (context) => {
    if (findProgram('systemd-analyze') === undefined) context.skip('no systemd-analyze on this machine');
    const unit = join(rig.ground.server.folder, 'causeway.service');
    writeFileSync(unit, rig.ground.server.path(readFileSync(rig.ground.server.path(UNIT), 'utf8')));
    expect(await tryCommand('systemd-analyze', ['verify', unit])).toMatchObject({ code: 0, stderr: '' });
    const secure = ['security', '--offline=true', '--threshold=20', '--no-pager'];
    const judged = await tryCommand('systemd-analyze', [...secure, join(checkout, 'deploy/causeway.service')]);
    expect(judged.code, judged.stdout).toBe(0);
  });

  rig.step(
    'systemd itself: starts it, hears that it is ready, ends it when it is stuck, and starts it again',
    async (context) => {
      const tried = await rig.underSystemd;
      if (tried === null) throw new Error('it was not begun');
      if (tried instanceof Error) throw tried;
      if (typeof tried === 'string') return context.skip(tried);
      expect(tried.facts, tried.said).toEqual({
        active: 'active',
        status: 'nothing waits; not in touch with SHOP',
        user: 'causeway',
        sandbox: 'CapBnd:0000000000000000 NoNewPrivs:1 Seccomp:2',
        healthy: '200',
        state: 'causeway 700 causeway 600',
        unwell: 'yes',
        again: '200',
        stays: 'yes',
        restarted: 'active',
        mistake: 'failed 2',
        stopped: 'success 0',
        left: '',
      });
    },
  );
}
