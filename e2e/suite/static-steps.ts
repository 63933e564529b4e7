import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, tail } from './program.ts';
import { single, type TestResult } from './result.ts';
import type { Ground, Step } from './step.ts';

/** A check that is one program: its exit status is the result. `folder` is where it runs, within the checkout. */
function check(
  name: string,
  program: string,
  args: readonly string[],
  needs: (ground: Ground) => string | null = () => null,
  folder = '.',
): Step {
  return {
    name,
    lane: 'node',
    async run(ground): Promise<TestResult[]> {
      const missing = needs(ground);
      if (missing !== null) return [{ name, outcome: 'skipped', message: missing }];
      const ended = await runProgram(
        ground,
        name.replaceAll(' ', '-'),
        program,
        args,
        {},
        join(ground.checkout, folder),
      );
      return single(name, ended.code === 0, ended.code === 0 ? '' : tail(ended.log));
    },
  };
}

const vendor = (ground: Ground) =>
  ground.php !== null && ground.composer ? null : 'no PHP or Composer on this machine';

export const staticSteps: readonly Step[] = [
  check('lint', 'biome', ['check', '.']),
  check('types', 'npm', ['run', '--silent', 'types']),
  check('import rules', 'npm', ['run', '--silent', 'imports']),
  check('PHPStan', 'php', ['vendor/bin/phpstan', 'analyse', '--memory-limit=1G', '--no-progress'], vendor, 'plugin'),
  check('PHP coding standard', 'php', ['vendor/bin/phpcs', '-q'], vendor, 'plugin'),
  {
    name: 'import rules find a planted violation',
    lane: 'node',
    async run(ground) {
      const planted = plantViolation(join(ground.folder, 'planted'));
      const args = ['--config', join(ground.checkout, '.dependency-cruiser.cjs'), 'worker'];
      const ended = await runProgram(ground, 'planted-import', 'depcruise', args, {}, planted);
      const found = ended.code !== 0 && readFileSync(ended.log, 'utf8').includes('flows-decide');
      return single(this.name, found, found ? '' : tail(ended.log));
    },
  },
];

/** A flow that reaches for the shop: what the rules exist to refuse. */
function plantViolation(folder: string): string {
  for (const room of ['flows', 'shop']) mkdirSync(join(folder, 'worker/src', room), { recursive: true });
  writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions":{"allowImportingTsExtensions":true,"noEmit":true}}');
  writeFileSync(join(folder, 'worker/src/flows/order.ts'), "import '../shop/gateway.ts';\n");
  writeFileSync(join(folder, 'worker/src/shop/gateway.ts'), 'export {};\n');
  return folder;
}
