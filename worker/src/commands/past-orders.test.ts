import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { answerWith } from '../control/asks/ask.ts';
import { type ControlAnswer, type ControlRequest, SOCKET } from '../control/protocol.ts';
import { ControlServer } from '../control/server.ts';
import { windowOf } from './dates.ts';
import { pastOrders } from './past-orders.ts';

let folder: string;
let server: ControlServer | null;
let heard: ControlRequest[];
let out: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-past-'));
  server = null;
  heard = [];
  out = [];
});
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function worker(answer: ControlAnswer): Promise<void> {
  const listen = async (request: ControlRequest) => {
    heard.push(request);
    return answer;
  };
  server = new ControlServer(answerWith(new Proxy({}, { get: () => listen }) as never), () => undefined);
  await server.listen(join(folder, SOCKET));
}

function replay(words: string[], options: Record<string, string | boolean> = {}, codes = ['DEMO']): Promise<number> {
  const configuration = { stateDirectory: folder, shops: codes.map((code) => ({ code })), leftOut: [] };
  const terminal = { out: (line: string) => void out.push(line), err: (line: string) => void out.push(line) };
  const call = { words, json: false, options, file: null, environment: {}, terminal };
  return pastOrders('replay', configuration as unknown as LoadedConfiguration, call);
}

const tally = {
  'would be sent to the ERP': { count: 7, orders: ['1', '2', '3', '4', '5'] },
  'nothing is missing': { count: 1, orders: ['9'] },
};

test('without --yes the worker is only asked what it would do', async () => {
  await worker({ said: 'forecast', tally });
  expect(await replay(['DEMO-7-9f3a', '#8', 'order/8'])).toBe(0);
  expect(heard).toEqual([
    {
      ask: 'forecast',
      errand: {
        kind: 'replay',
        shop: 'DEMO',
        selection: { by: 'orders', orders: ['order/7', 'order/8'] },
        statuses: null,
      },
    },
  ]);
  expect(out).toEqual([
    'Nothing was done. Of 8 orders:',
    '      7  would be sent to the ERP: 1, 2, 3, 4, 5 …',
    '      1  nothing is missing: 9',
    'With --yes the worker does it (causeway replay … --yes).',
  ]);
});

test('a selection that no order fits ends with 1, a run that stopped too, and how to go on is said', async () => {
  await worker({ said: 'forecast', tally: {} });
  expect([await replay(['demo'], { state: 'held' }), out]).toEqual([1, ['No order of the shop fits.']]);
  await server?.close();
  const errand = { kind: 'replay', shop: 'DEMO', selection: { by: 'state', state: 'held' }, statuses: null } as const;
  const run = {
    id: 'r3',
    errand,
    startedAt: 1,
    endedAt: 2,
    state: 'stopped',
    problem: 'the shop is gone',
    after: '',
    tally,
  } as const;
  await worker({ said: 'run', run });
  out = [];
  expect(await replay([], { state: 'held', yes: true })).toBe(1);
  expect(out).toContain('replay r3 of DEMO, 8 orders, stopped: the shop is gone');
  expect(out.at(-1)).toBe('causeway replay --resume r3 goes on behind the last of them.');
});

test.each<[string[], Record<string, string | boolean>, string]>([
  [[], {}, 'which orders?: causeway replay'],
  [['5'], { state: 'held' }, 'only one of them'],
  [['XX', '5'], {}, '"XX" is neither, nor a configured shop'],
  [['OTHER-5-9f3a'], {}, 'no shop "OTHER" is configured (configured: DEMO)'],
  [['DEMO', 'OTHER-5-9f3a'], {}, 'an order of shop OTHER is among those of DEMO'],
  [[], { to: '2026-01-01' }, '--to needs --from'],
  [[], { from: '2026-03-01', to: '2026-02-01' }, '--from 2026-03-01 lies behind --to 2026-02-01'],
  [[], { from: '2026-02-31' }, '--from 2026-02-31: a day such as'],
  [[], { from: 'yesterday' }, '--from yesterday: a day such as'],
  [['5'], { yes: true, 'dry-run': true }, 'which of them?'],
  [[], { resume: '3' }, '"3" is no run'],
])('a mistake is said before anything is asked (%s %o)', async (words, options, message) => {
  await expect(replay(words, options)).rejects.toThrow(message);
});

test('with several shops one must be named; without a worker it is said how to start one', async () => {
  await expect(replay(['5'], {}, ['DEMO', 'TWO'])).rejects.toThrow('which shop? causeway replay DEMO … (DEMO, TWO)');
  await expect(replay(['TWO', '5'], {}, ['DEMO', 'TWO'])).rejects.toThrow('No worker runs here: start it');
});

test('days are whole and in UTC, instants are taken as they are', () => {
  const day = Date.parse('2026-11-01T00:00:00Z');
  expect(windowOf({ from: '2026-11-01', to: '2026-11-01' }, 0)).toEqual({ from: day, before: day + 86_400_000 });
  expect(windowOf({ from: '2026-11-01T02:00:00+02:00' }, day + 5)).toEqual({ from: day, before: day + 5 });
});
