import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { livingMembers, startProcess } from './process.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const children = [
  '-e',
  `for (let n = 0; n < 2; n++) require('child_process').spawn('sleep', ['60']); setTimeout(() => {}, 60000)`,
];
const plan = () => ({
  name: 'parent',
  program: process.execPath,
  args: children,
  cwd: folder,
  log: join(folder, 'log'),
});

async function untilMembers(group: number, count: number): Promise<void> {
  const until = Date.now() + 60_000;
  while (livingMembers(group).length !== count) {
    if (Date.now() > until) throw new Error(`group has ${JSON.stringify(livingMembers(group))}, not ${count} members`);
    await pause(20);
  }
}

// The program, its two children, and the watcher that holds the leash.
const whole = 4;

test.each(['stop', 'kill'] as const)('%s ends the program and its children', async (how) => {
  const running = await startProcess(plan());
  await untilMembers(running.pid, whole);
  expect(running.isAlive()).toBe(true);
  await running[how]();
  expect(livingMembers(running.pid)).toEqual([]);
});

test('what ignores SIGTERM is killed', async () => {
  const stubborn = `process.on('SIGTERM', () => {}); console.log('deaf'); setTimeout(() => {}, 600000)`;
  const running = await startProcess({ ...plan(), args: ['-e', stubborn], endsWithinMs: 300 });
  while (!readFileSync(running.log, 'utf8').includes('deaf')) await pause(20);
  await running.stop();
  expect(livingMembers(running.pid)).toEqual([]);
});

test('the group ends when its starter is killed', async () => {
  const code = `import { startProcess } from ${JSON.stringify(join(import.meta.dirname, 'process.ts'))};
    const running = await startProcess(${JSON.stringify(plan())});
    console.log(running.pid); setTimeout(() => {}, 60000);`;
  const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(starter.stdout, 'data')) as [Buffer];
  const group = Number(said.toString());
  await untilMembers(group, whole);
  starter.kill('SIGKILL');
  await untilMembers(group, 0);
});

test('a program that is not there is told by its name', async () => {
  const running = startProcess({ ...plan(), program: join(folder, 'nowhere'), outliveUs: true });
  await expect(running).rejects.toThrow('parent did not start');
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('');
});
