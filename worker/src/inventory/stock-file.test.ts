import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stockFolder } from './stock-file.ts';
import { readTelling } from './telling.ts';

const live = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stock-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function lay(name: string, lines: string[], writtenAt = '2026-11-21T10:00:00Z') {
  writeFileSync(join(folder, name), lines.join('\r\n'));
  utimesSync(join(folder, name), new Date(writtenAt), new Date(writtenAt));
}
const read = (cursor: string | null) => readTelling(stockFolder(folder), cursor, live);

test('the newest file is a complete snapshot, as of its own lines or of when it was written', async () => {
  lay('old.csv', ['sku,on_hand', 'X,1'], '2026-11-20T10:00:00Z');
  lay('new.csv', ['SKU;Node;On_Hand;allocated;as_of;name', 'A;MAIN;5;2;2026-11-21T09:00:00Z;Lamp', 'B;;7;;;Rope']);
  const telling = await read(null);
  expect(telling).toMatchObject({ complete: true, upTo: '2026-11-21T10:00:00.000Z', faults: [] });
  expect(telling?.positions).toMatchObject([
    { sku: 'A', node: 'MAIN', onHand: '5', allocated: '2', damaged: null, asOf: '2026-11-21T09:00:00Z' },
    { sku: 'B', node: '*', onHand: '7', allocated: null, asOf: '2026-11-21T10:00:00.000Z' },
  ]);
  expect(await read(telling?.cursor ?? '')).toBeNull();
  lay('newer.csv', ['sku,on_hand', 'A,4'], '2026-11-21T11:00:00Z');
  expect(await read(telling?.cursor ?? '')).toMatchObject({ complete: true, positions: [{ sku: 'A', onHand: '4' }] });
});

test('each bad line is a fault of its own, the rest goes through', async () => {
  lay('stock.csv', ['sku,node,on_hand', 'A,MAIN,5', 'B,MAIN,many', 'C,MAIN,1,2', ',MAIN,3', 'D,MAIN,-2']);
  const telling = await read(null);
  expect(telling?.positions.map(({ sku, onHand }) => [sku, onHand])).toEqual([
    ['A', '5'],
    ['D', '-2'],
  ]);
  expect(telling?.faults).toEqual([
    "B at MAIN: onHand can't be read",
    "C at MAIN: onHand can't be read",
    "? at MAIN: sku can't be read",
  ]);
});

test('an empty folder tells nothing; no folder, or no head, is a failure', async () => {
  expect(await read(null)).toBeNull();
  lay('stock.csv', ['A,MAIN,5']);
  await expect(read(null)).rejects.toThrow('stock.csv has no column sku, on_hand in its first line');
  await expect(readTelling(stockFolder(join(folder, 'none')), null, live)).rejects.toThrow('ENOENT');
});
