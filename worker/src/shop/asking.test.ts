import type { LookEvent } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { Asking, ShopUnanswered } from './asking.ts';

const never = new AbortController().signal;
const event = (subject: string) => ({ subject }) as LookEvent;

test('what one exchange does not reach is asked again, behind the others', async () => {
  const asking = new Asking();
  const both = asking.ask(['order/1', 'order/2'], never);
  const third = asking.ask(['order/3'], never);
  expect(asking.next(2)).toEqual(['order/1', 'order/2']);
  asking.answered(['order/1', 'order/2'], new Map([['order/2', event('order/2')]]));
  expect(asking.next(9)).toEqual(['order/3', 'order/1']);
  asking.answered(
    ['order/3', 'order/1'],
    new Map([
      ['order/3', null],
      ['order/1', null],
    ]),
  );
  expect(await third).toEqual(new Map([['order/3', null]]));
  expect([...(await both).keys()].sort()).toEqual(['order/1', 'order/2']);
  expect(asking.waits).toBe(false);
});

test('two who ask for the same subject are one question', async () => {
  const asking = new Asking();
  const answers = [asking.ask(['order/1'], never), asking.ask(['order/1'], never)];
  expect(asking.next(9)).toEqual(['order/1']);
  asking.answered(['order/1'], new Map([['order/1', null]]));
  expect(await Promise.all(answers)).toHaveLength(2);
});

test('who gives up is not asked for any more, unless another still wants it', async () => {
  const asking = new Asking();
  const hurry = new AbortController();
  const impatient = asking.ask(['order/1', 'order/2'], hurry.signal);
  const patient = asking.ask(['order/2'], never);
  hurry.abort(new Error('enough'));
  await expect(impatient).rejects.toThrow('enough');
  expect(asking.next(9)).toEqual(['order/2']);
  asking.answered(['order/2'], new Map([['order/2', null]]));
  await patient;
});

test('when nobody can be asked, everyone who waits hears why and since when', async () => {
  const asking = new Asking();
  const waiting = asking.ask(['order/1'], never);
  asking.fail(new ShopUnanswered('the shop did not answer', 1234));
  await expect(waiting).rejects.toMatchObject({ message: 'the shop did not answer', since: 1234 });
  expect(asking.waits).toBe(false);
});

test('a look that can not be read refuses those who wait for it, and nobody else', async () => {
  const asking = new Asking();
  const [bad, good] = [asking.ask(['order/1'], never), asking.ask(['order/2'], never)];
  asking.refuse('order/1', new ShopUnanswered('unreadable'));
  await expect(bad).rejects.toThrow('unreadable');
  asking.answered(['order/2'], new Map([['order/2', null]]));
  await good;
});

test('a flood is refused before it fills the memory', async () => {
  const asking = new Asking();
  const many = Array.from({ length: 1500 }, (_, nr) => `order/${nr}`);
  void asking.ask(many, never).catch(() => undefined);
  await expect(
    asking.ask(
      many.map((subject) => `${subject}1`),
      never,
    ),
  ).rejects.toThrow('too many subjects');
});
