import { join } from 'node:path';
import { lacks } from './phpunit-steps.ts';
import { runProgram, tail } from './program.ts';
import { single } from './result.ts';
import type { Step } from './step.ts';

/** With `--all`: each bug costs a run of PHPUnit. */
export const pluginMutantsStep: Step = {
  name: 'every bug planted into the plugin is caught',
  lane: 'php on posts',
  async run(ground) {
    const missing = lacks(ground, { store: 'woocommerce', database: 'mariadb' });
    if (missing !== null) return [{ name: this.name, outcome: 'skipped', message: missing }];
    const args = ['e2e/plugin-mutants/main.ts', '--dir', join(ground.folder, 'plugin-mutants')];
    const ended = await runProgram(ground, 'plugin-mutants', 'node', args);
    return single(this.name, ended.code === 0, ended.code === 0 ? '' : tail(ended.log));
  },
};
