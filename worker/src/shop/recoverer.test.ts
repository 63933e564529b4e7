import type { ExchangeResponse } from '@causeway/contracts';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Engine, ShopLine } from '../engine/engine.ts';
import { Recoverer } from './recoverer.ts';

const told = { epoch: 1, shopId: 'a', incarnation: 2 };
const asked = { rows: 0, bytes: 0, open_after: '', looks: [] };
const empty = { looks: [], open: { events: [], next: null } } as unknown as ExchangeResponse;

test('the mark stays until what was loaded is decided: calls of before must not slip through', async () => {
  const left = { events: 3, calls: 0 };
  let line: ShopLine = { epoch: 1, shopId: 'a', incarnation: 1, recovering: false };
  const engine = {
    line: () => line,
    adopt: (_: string, next: ShopLine) => {
      line = next;
    },
    held: () => [],
    showAgain: async () => undefined,
    unfinished: () => left,
  } as unknown as Engine;
  const ports = { engine, log: pino({ level: 'silent' }), submit: async () => undefined };
  const recoverer = new Recoverer('DEMO', 'restored', told, ports);
  expect(await recoverer.take({ ...asked, open_after: null }, empty)).toBe('on');
  expect(await recoverer.take(asked, empty)).toBe('wait');
  expect(line).toEqual({ epoch: 1, shopId: 'a', incarnation: 1, recovering: true });
  left.events = 0;
  expect(await recoverer.take({ ...asked, open_after: null }, empty)).toBe('done');
  expect(line).toEqual({ ...told, recovering: false });
});
