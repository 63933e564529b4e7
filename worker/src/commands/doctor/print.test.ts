import { expect, test } from 'vitest';
import { type Examined, failed, notChecked, ok, warning, worst } from './examined.ts';
import { printed } from './print.ts';

const looks = [
  ok('reachable', 'answers 200'),
  failed('sign_in', 'the ERP refused: invalid_client', 'Renew the secret.'),
  warning('clock', '90 s apart', 'Set it by NTP.'),
  notChecked('quota', 'it tells none'),
];
const erp: Examined = { kind: 'system', name: 'erp', about: 'sandbox-erp, ERP of DEMO', looks };
const worker: Examined = { kind: 'worker', name: 'worker', about: '0.1.0', looks: [ok('node', '24.21.0')] };

test('each part says how it is, what was seen, and under it what to do', () => {
  expect(printed([worker, erp])).toEqual([
    '✓ worker (0.1.0)',
    '  ✓ node             24.21.0',
    '',
    '✗ system erp (sandbox-erp, ERP of DEMO)',
    '  ✓ reachable        answers 200',
    '  ✗ sign in          the ERP refused: invalid_client',
    '                     → Renew the secret.',
    '  ! clock            90 s apart',
    '                     → Set it by NTP.',
    '  – quota            it tells none',
    '',
    '1 failed, 1 warning; 1 not checked.',
  ]);
});

test('what is in order is said so, and never of what was not checked', () => {
  expect(printed([worker]).at(-1)).toBe('All that was checked is in order.');
  expect(printed([{ ...worker, looks: [notChecked('quota', '')] }]).at(-1)).toBe(
    'All that was checked is in order; 1 not checked.',
  );
  expect(printed([{ ...worker, looks: [warning('clock', '', '')] }]).at(-1)).toBe('Nothing failed, 1 warning.');
});

test('the worst counts; what was not checked is neither good nor bad', () => {
  expect([worst([]), worst(looks), worst(looks.slice(2)), worst(looks.slice(3))]).toEqual([
    'ok',
    'failed',
    'warning',
    'ok',
  ]);
});
