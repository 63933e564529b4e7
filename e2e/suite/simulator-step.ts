import { runProgram, tail } from './program.ts';
import { single } from './result.ts';
import type { Step } from './step.ts';

/** Some seeds in a few seconds of processor; so many with `--all` that every cell of the matrix must be filled. */
const SEEDS = 100;
const SEEDS_OF_ALL = 1000;

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
