import type { Gate } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { gateStatusWords, gateWord } from '../../words/gate.ts';
import { gateFor, gateWhen, openGates } from './gate-story.ts';

const now = 1_800_000_000_000;
const gate = (fields: Partial<Gate>): Gate => ({
  name: 'accepted',
  label: 'Accepted by the ERP',
  status: 'waiting',
  at: null,
  until: null,
  detail: "the ERP's answer",
  ...fields,
});

it('says what a gate waits for and how long, and until when', () => {
  const waits = gate({ at: now - 180_000, until: now + 12_000 });
  expect(gateFor(waits)).toBe("Waiting for the ERP's answer");
  expect(gateWhen(waits, now, 'en')).toBe('3 minutes ago, next in 12 seconds');
  expect(gateWhen(gate({ until: now - 120_000 }), now, 'en')).toBe('was due 2 minutes ago');
  expect(gateWhen(gate({ at: now - 60_000 }), now, 'en')).toBe('1 minute ago');
  expect(gateWhen(gate({}), now, 'en')).toBe('');
});

it('says of a gate that is held what to do, as it was told', () => {
  expect(gateFor(gate({ status: 'held', detail: 'Not mapped. Add the row.' }))).toBe('Not mapped. Add the row.');
});

it('keeps the label of a gate that this version does not know', () => {
  expect(gateWord(gate({ name: 'credit', label: 'Credit limit' }))).toBe('Credit limit');
  expect(gateWord(gate({ name: 'told', label: 'x' }))).toBe('Shown to the customer as completed');
});

it('has a word for every status, so that no colour stands alone', () => {
  for (const status of ['passed', 'waiting', 'held', 'ahead', 'skipped'] as const) {
    expect(gateStatusWords(status).label).not.toBe('');
  }
  expect(openGates([gate({ status: 'passed' }), gate({ status: 'held' }), gate({})])).toHaveLength(2);
});
