import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Line, lineTo } from './line.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { promise, end: () => resolve('done'), fail: () => reject(new Error('broken')) };
}

test('the next begins when the one before has ended, well or badly', async () => {
  const line = new Line();
  const log: string[] = [];
  const works = [work(), work(), work()] as const;
  const asked = works.map(({ promise }, n) =>
    line.run(never, () => {
      log.push(`begins ${n}`);
      return promise;
    }),
  );
  const failed = expect(asked[0]).rejects.toThrow('broken');
  await pause(1);
  expect(log).toEqual(['begins 0']);
  works[0].fail();
  await failed;
  works[1].end();
  await asked[1];
  await pause(1);
  expect(log).toEqual(['begins 0', 'begins 1', 'begins 2']);
  works[2].end();
  await asked[2];
});

test('who gives up while waiting is let go at once, and never asks', async () => {
  const line = new Line();
  const first = work();
  const running = line.run(never, () => first.promise);
  const stop = new AbortController();
  let asked = false;
  const waiting = line.run(stop.signal, async () => {
    asked = true;
  });
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  first.end();
  await running;
  await line.run(never, async () => undefined);
  expect(asked).toBe(false);
});

test('who gives up in the middle is let go at once; the next waits until the server is done with it', async () => {
  const line = new Line();
  const first = work();
  const stop = new AbortController();
  const running = line.run(stop.signal, () => first.promise);
  await pause(1);
  stop.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  let began = false;
  const next = line.run(never, async () => {
    began = true;
  });
  await pause(1);
  expect(began).toBe(false);
  first.end();
  await next;
  expect(began).toBe(true);
});

test('all who ask one database stand in one line', () => {
  expect(lineTo('http://127.0.0.1:1/erp/')).toBe(lineTo('http://127.0.0.1:1/erp/'));
  expect(lineTo('http://127.0.0.1:1/erp/')).not.toBe(lineTo('http://127.0.0.1:1/other/'));
});
