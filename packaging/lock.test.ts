import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pinned } from './lock.ts';

const checkout = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(checkout, 'worker/package.json'), 'utf8'));
const names = Object.keys(dependencies).filter((name) => !name.startsWith('@causeway/'));

test('whatever a package of the worker needs is pinned with it, so that npm ci finds nothing missing', () => {
  const { packages } = pinned(checkout, names);
  const needed = Object.values(packages).flatMap((one) =>
    Object.keys({ ...one.dependencies, ...one.peerDependencies }).map((name) => `node_modules/${name}`),
  );
  expect(needed.filter((place) => !Object.keys(packages).some((at) => at.endsWith(place)))).toEqual([]);
  expect(Object.keys(packages)).toEqual(expect.arrayContaining(names.map((name) => `node_modules/${name}`)));
});

test('no declarations of types are among them', () => {
  expect(Object.keys(pinned(checkout, names).packages).filter((at) => at.includes('@types/'))).toEqual([]);
});
