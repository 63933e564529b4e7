import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnclaimedBodies } from './unclaimed-bodies.ts';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'causeway-unclaimed-'));
});
afterEach(() => rmSync(state, { recursive: true }));

const said = { system: 'erp', receivedAt: 1_800_000_000_000, body: '{"note":"Grüße"}' };
const files = () => readdirSync(join(state, 'unclaimed'));

test('a body is kept under its document, readable by one user only, and a repeat is the same file', () => {
  const bodies = new UnclaimedBodies(state);
  const name = bodies.keep('DEMO-9-aaaa', 'erp:msg_1', said);
  expect(bodies.keep('DEMO-9-aaaa', 'erp:msg_1', said)).toBe(name);
  expect(files()).toEqual([name]);
  expect(name).toMatch(/^DEMO-9-aaaa\.[0-9a-f]{8}\.json$/);
  const path = join(state, 'unclaimed', name);
  expect([statSync(path).mode & 0o777, statSync(join(path, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    document: 'DEMO-9-aaaa',
    system: 'erp',
    received_at: '2027-01-15T08:00:00.000Z',
    source: 'erp:msg_1',
    body: said.body,
  });
});

test('the oldest go: of more than 200, and of those older than 30 days', () => {
  const bodies = new UnclaimedBodies(state);
  mkdirSync(join(state, 'unclaimed'));
  for (let nr = 1; nr <= 200; nr += 1) {
    const path = join(state, 'unclaimed', `DEMO-${nr}-aaaa.00000000.json`);
    writeFileSync(path, '{}');
    utimesSync(path, nr, Date.now() / 1000 - 1000 + nr);
  }
  const oldest = files().find((name) => name.startsWith('DEMO-1-aaaa'));
  bodies.keep('DEMO-201-aaaa', 'erp:msg', said);
  expect(files()).toHaveLength(200);
  expect(files()).not.toContain(oldest);
  new UnclaimedBodies(state, () => Date.now() + 30 * 24 * 3600_000 - 500_000).prune();
  expect(files().length).toBeGreaterThan(0);
  expect(files().length).toBeLessThan(200);
});

test('nothing kept: nothing to prune or drop', () => {
  new UnclaimedBodies(state).prune();
  new UnclaimedBodies(state).drop('none.json');
});
