import { runProgram, tail } from './program.ts';
import { single } from './result.ts';
import type { Step } from './step.ts';

/** Some seeds in a few seconds of processor; several hundred with `--all`. */
const SEEDS = 40;
const SEEDS_OF_ALL = 600;

export const simulatorStep: Step = {
  name: 'simulator',
  lane: 'node',
  async run(ground) {
    const seeds = String(ground.all ? SEEDS_OF_ALL : SEEDS);
    const args = ['run', '--silent', 'simulate', '--', '--seeds', seeds];
    const ended = await runProgram(ground, 'simulator', 'npm', args, {}, ground.checkout);
    return single(this.name, ended.code === 0, ended.code === 0 ? '' : tail(ended.log));
  },
};
