import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const entry = {
  id: 1,
  at: 1_795_773_600_000,
  actor: 'user:7',
  actor_name: 'Grace "Amazing" Hopper',
  action: 'order_skipped',
  subject: 'order/1042',
  order_id: 1042,
  number: '1042',
  about: 'SO-7',
  before: 'held',
  after: 'skipped',
  why: 'A test,\nreally',
};

it('quotes what would break a line, and names every column', () => {
  expect(toCsv([entry])).toBe(
    'at,who,actor,what,action,order,about,before,after,why\r\n' +
      '2026-11-27T10:00:00.000Z,"Grace ""Amazing"" Hopper",user:7,Order left out,order_skipped,1042,SO-7,held,skipped,"A test,\nreally"\r\n',
  );
});

it('gives a spreadsheet no formula', () => {
  expect(toCsv([{ ...entry, why: '=HYPERLINK("http://evil")' }])).toContain(`"'=HYPERLINK(""http://evil"")"`);
});
