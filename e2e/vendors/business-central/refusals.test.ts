import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESSES } from './test/bad-requests/addresses.ts';
import type { BadRequest } from './test/bad-requests/bad-request.ts';
import { CHANGES } from './test/bad-requests/changes.ts';
import { LINES } from './test/bad-requests/lines.ts';
import { ORDERS } from './test/bad-requests/orders.ts';
import { QUERIES } from './test/bad-requests/queries.ts';
import { SUBSCRIPTIONS } from './test/bad-requests/subscriptions.ts';
import { TOKEN_REQUESTS } from './test/bad-requests/token-requests.ts';
import { askToken, type Bench, bench } from './test/client.ts';
import { lay } from './test/ground.ts';

let bc: Bench;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  bc = await bench({ limits: { body_bytes: 65_536 } });
  ids = await lay(bc);
});
afterAll(() => bc.stop());

const filled = (text: string) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name]?.replaceAll('"', '\\"') ?? whole);

/** Everything that is kept, but for the record of requests and the tokens. */
function kept(): string {
  const database = new DatabaseSync(join(bc.dir, 'business-central.sqlite'), { readOnly: true });
  try {
    const rows = ['record', 'number_series', 'subscription', 'notice'].map((table) =>
      database.prepare(`SELECT * FROM ${table}`).all(),
    );
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  } finally {
    database.close();
  }
}

async function refused({ request, body, headers = {}, status, code }: BadRequest): Promise<void> {
  const [method = '', path = ''] = request.split(/ (.*)/);
  const address = path.startsWith('/') ? `${bc.api.root}${filled(path)}` : filled(path);
  const sent = typeof body === 'string' ? body : body === undefined ? undefined : filled(JSON.stringify(body));
  const named = Object.entries(headers).map(([name, value]) => [name, ids[value.slice(1, -1)] ?? value]);
  const before = kept();
  const reply = await bc.api.send(method, address, sent, Object.fromEntries(named));
  expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  expect(reply.body.error.message).toMatch(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/);
  expect(kept()).toBe(before);
}

const groups = { ADDRESSES, QUERIES, ORDERS, LINES, CHANGES, SUBSCRIPTIONS };
for (const [group, requests] of Object.entries(groups))
  describe(`refuses and writes nothing: ${group.toLowerCase()}`, () => {
    for (const request of requests) it(request.name, () => refused(request));
  });

describe('gives no token', () => {
  for (const { name, form, status, error, code } of TOKEN_REQUESTS)
    it(name, async () => {
      const { status: answered, body } = await askToken(bc.at, form);
      expect([answered, body.error, body.error_codes]).toEqual([status, error, [code]]);
      expect(body.error_description).toContain(`AADSTS${code}: `);
      expect(body.access_token).toBeUndefined();
    });
});

it('knows no other tenant and environment', async () => {
  const elsewhere = (part: string, other: string) => bc.api.get(`${bc.api.company.replace(part, other)}/items`);
  const nobody = '11111111-2222-4333-8444-555555555555';
  expect((await elsewhere(bc.at.tenant, nobody)).body.error.code).toBe('Internal_TenantUnavailable');
  expect((await elsewhere(`/${bc.at.environment}/`, '/sandbox/')).body.error.code).toBe('NoEnvironment');
  expect((await askToken({ ...bc.at, tenant: nobody })).body.error_codes).toEqual([90002]);
});
