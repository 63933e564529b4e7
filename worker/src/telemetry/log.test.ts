import { expect, test } from 'vitest';
import { openLog } from './log.ts';

function logged(what: object): string {
  const lines: string[] = [];
  openLog('info', { write: (line: string) => void lines.push(line) }).info(what, 'something happened');
  return lines.join('');
}

test('promise 10: what is named as a person or a secret does not reach the log, wherever a caller put it', () => {
  const personal = {
    ...{ token: 'cwy_1', secret: 'whsec_1', password: 'hunter2', authorization: 'Basic YWRtaW4=' },
    ...{ email: 'ada@example.test', phone: '+44 20 7946 0000', address: '1 Quay Road', name: 'Ada Lovelace' },
    ...{ customer: 'Ada', body: '{"city":"London"}' },
  };
  for (const what of [personal, { order: personal }, { call: { request: personal } }, { orders: [personal] }]) {
    const line = logged({ shop: 'DEMO', ...what });
    expect(JSON.parse(line)).toMatchObject({ shop: 'DEMO', msg: 'something happened' });
    for (const value of Object.values(personal)) expect(line).not.toContain(value);
  }
});
