import { runProgram, tail } from './program.ts';
import { single } from './result.ts';
import type { Ground, Step } from './step.ts';

/** A few hundred, and more with `--all`. */
const SEEDS = 200;
const SEEDS_OF_ALL = 600;

function simulate(name: string, args: (ground: Ground) => readonly string[]): Step {
  return {
    name,
    lane: 'waiting',
    async run(ground) {
      const log = name.replaceAll(' ', '-');
      const ended = await runProgram(
        ground,
        log,
        'node',
        ['e2e/simulator/main.ts', ...args(ground)],
        {},
        ground.checkout,
      );
      return single(name, ended.code === 0, ended.code === 0 ? '' : tail(ended.log));
    },
  };
}

export const simulatorSteps: readonly Step[] = [
  simulate('simulator', ({ all }) => ['--seeds', String(all ? SEEDS_OF_ALL : SEEDS)]),
  simulate('every planted bug is caught', () => ['--mutants']),
];
