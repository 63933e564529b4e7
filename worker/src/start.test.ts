import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const start = join(import.meta.dirname, 'start.ts');

function startedBy(node: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } });`;
  return spawnSync(process.execPath, ['--import', `data:text/javascript,${pretend}`, start, '--version'], {
    encoding: 'utf8',
  });
}

test.each(['18.20.4', '22.17.9'])('Node %s is told that it is too old, in words', (node) => {
  const { status, stdout, stderr } = startedBy(node);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(`causeway needs Node 22.18 or later; this is ${node} (${process.execPath})\n`);
});

test.each(['22.18.0', '25.1.0'])('Node %s is new enough', (node) => {
  expect(startedBy(node)).toMatchObject({ status: 0, stderr: '' });
});

test('a reader who has read enough is no failure', async () => {
  const child = spawn(process.execPath, [start, 'systems'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const said = text(child.stderr);
  const [status] = await once(child, 'close');
  expect({ status, said: await said }).toEqual({ status: 0, said: '' });
});

test('it is the version that the packages ask for', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  expect(JSON.parse(manifest).engines.node).toBe('>=22.18');
  expect(execFileSync(process.execPath, [start, '--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
});
