import { join } from 'node:path';
import { runProgram, tail } from './program.ts';
import { single } from './result.ts';
import type { Step } from './step.ts';

/** Those that take the least; the others, and each once more without what it is about, with `--all`. */
const QUICK = ['partial-shipment', 'pick-short', 'cancel-late', 'edit-after-acceptance', 'warehouse-offline'];

/** Stories of goods on real WooCommerce, judged by what the independent checker reads in the three stores. */
export function scenarioSteps(all: boolean): Step[] {
  if (!all) return [scenarios('scenarios', QUICK)];
  const every = ['all', 'variants'];
  return [scenarios('scenarios', every), scenarios('scenarios fail without what they are about', ['--off', ...every])];
}

function scenarios(name: string, args: readonly string[]): Step {
  return {
    name,
    lane: 'shops',
    async run(ground) {
      if (ground.php === null) return [{ name, outcome: 'skipped', message: 'no PHP on this machine' }];
      if (ground.woocommerce === null) return [{ name, outcome: 'skipped', message: 'no WooCommerce on this machine' }];
      const slug = name.replaceAll(' ', '-');
      const folder = join(ground.folder, slug);
      const ended = await runProgram(ground, slug, 'node', ['e2e/scenarios/main.ts', ...args, '--dir', folder]);
      return single(name, ended.code === 0, ended.code === 0 ? '' : tail(ended.log));
    },
  };
}
