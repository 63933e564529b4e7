import { ExternalId, SubjectKey } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { begunSubject, namedBy, returnExternalId } from './return-subject.ts';

test.each([
  ['DEMO-1042-9f3a', 'order/1042'],
  ['DEMO-R12-9f3a', 'return/12'],
  ['DEMO-C57-9f3a', 'return/r57'],
  ['DEMO-E123456789-9f3a', 'return/e-123456789'],
  ['DEMO-W1-9f3a', 'return/w-1'],
])('%s is about %s', (document, subject) => {
  expect(namedBy(document, 'erp')).toEqual({ shop: 'DEMO', subject, begun: null });
});

test.each(['', 'RMA-000001', 'DEMO-X12-9f3a', '/RMA-000001', 'DEMO-R12-9f3a/RMA-000001', 'LONGER7-1-9f3a'])(
  '"%s" is nobody’s',
  (document) => {
    expect(namedBy(document, 'erp')).toBeNull();
  },
);

test('what a system began itself has a subject and an external id of its own, which lead to each other', () => {
  const named = namedBy('SHOP01-1042-9f3a/RMA-000001', 'wms');
  const subject = begunSubject('wms', 'RMA-000001');
  expect(named).toEqual({ shop: 'SHOP01', subject, begun: { id: 'RMA-000001', orderExternalId: 'SHOP01-1042-9f3a' } });
  expect(SubjectKey.safeParse(subject).success).toBe(true);
  expect(subject).not.toBe(begunSubject('erp', 'RMA-000001').replace('e-', 'w-'));
  const externalId = returnExternalId(subject, 'SHOP01-1042-9f3a') ?? '';
  expect(ExternalId.safeParse(externalId).success).toBe(true);
  expect(namedBy(externalId, 'erp')?.subject).toBe(subject);
});
