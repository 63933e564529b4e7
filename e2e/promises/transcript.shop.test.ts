import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TranscriptAnswer } from '@causeway/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fault, heal } from '../demo/back-office-control.ts';
import { adminRoute } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { type Basket, basket, buy } from '../stage/buyer/index.ts';
import { causeway } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { panelOrder, sql } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
});
afterAll(() => demo?.stop());

interface PanelTranscript {
  readonly state: 'none' | 'asked' | 'answered' | 'unanswered';
  readonly answer: TranscriptAnswer | null;
}

const route = (method: string, orderId: number): Promise<PanelTranscript> =>
  adminRoute(demo.served.shop, method, `/causeway/v1/transcripts/order/${orderId}`, {});

/** What a person in the panel gets to see once the worker has been there. */
async function shown(orderId: number): Promise<TranscriptAnswer> {
  expect((await route('POST', orderId)).state).toBe('asked');
  return eventually(async () => {
    const { state, answer } = await route('GET', orderId);
    if (state !== 'answered' || answer === null) throw new Error(state);
    return answer;
  });
}

/** Everything in the order that says who bought it. */
const personal = ({ address }: Basket): string[] => {
  const { first_name, last_name, address_1, city, postcode, email, phone } = address;
  return [`${first_name} ${last_name}`, last_name, address_1, city, postcode, email, phone];
};

async function refusedBy(number: number): Promise<{ orderId: number; bought: Basket }> {
  const bought = basket(number);
  const { orderId } = await buy(demo.served.shop, bought);
  await eventually(async () =>
    expect((await panelOrder(demo.served.shop, orderId)).exception_list).not.toHaveLength(0),
  );
  return { orderId, bought };
}

test('what the ERP was sent and why it refused is shown from the exception, without a word about the customer', async () => {
  await fault(demo.backOffice, 'erp', { kind: 'refuse_everything' });
  const { orderId, bought } = await refusedBy(1);
  const answer = await shown(orderId);
  expect(answer).toMatchObject({ subject: `order/${orderId}`, keeps: 'errors', days: 7 });
  const [entry] = answer.entries;
  expect(entry).toMatchObject({ system: 'erp', operation: 'create_order', outcome: 'validation', problem: null });
  expect(entry?.request.head).toMatch(/^POST \S*\/orders\n/);
  expect(entry?.reply?.head).toMatch(/^4\d\d /);
  expect(JSON.parse(entry?.reply?.body ?? '')).toMatchObject({ error: { code: expect.any(String) } });
  const sent = JSON.parse(entry?.request.body ?? '');
  expect(sent.external_id).toMatch(new RegExp(`^DEMO-${orderId}-`));
  expect(JSON.stringify(sent)).toContain('[personal]');
  const skus = sent.lines.map(({ sku }: { sku?: string }) => sku).filter(Boolean);
  expect(skus).toEqual(bought.lines.map(({ sku }) => sku));

  const told = JSON.stringify(answer);
  const kept = JSON.stringify(await sql(demo.served.shop, 'SELECT * FROM {transcript}'));
  const printed = await causeway(['transcript', String(orderId), '--config', demo.worker.configuration]);
  expect(printed.stdout).toContain('create_order');
  for (const value of personal(bought))
    for (const text of [told, kept, printed.stdout]) expect(text).not.toContain(value);
});

test('a page in HTML instead of an answer is kept too', async () => {
  await heal(demo.backOffice);
  await fault(demo.backOffice, 'erp', { kind: 'html', method: 'POST', path: '/orders' });
  const bought = basket(2);
  const { orderId } = await buy(demo.served.shop, bought);
  const { entries } = await eventually(async () => {
    const answer = await shown(orderId);
    expect(answer.entries).not.toHaveLength(0);
    return answer;
  });
  const page = entries.find(({ operation }) => operation === 'create_order');
  expect(page).toMatchObject({ outcome: 'unknown_outcome', reply: { body: expect.stringContaining('<title>502') } });
  for (const value of personal(bought)) expect(JSON.stringify(entries)).not.toContain(value);
});

test('nothing personal and no secret is in any of the files that the worker keeps them in', () => {
  const state = join(demo.worker.folder, 'state');
  const files = readdirSync(state).filter((name) => name.startsWith('transcripts.sqlite'));
  expect(files).toContain('transcripts.sqlite');
  const bytes = files.map((name) => readFileSync(join(state, name)).toString('utf8')).join('');
  expect(bytes).toContain('create_order');
  for (const value of [...personal(basket(1)), ...personal(basket(2))]) expect(bytes).not.toContain(value);
});
