import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CannotPlay, ERP_CONFORMANCE, kit, memoryOfBench, verdictOf } from '@causeway/worker/kit';
import quay from './adapter.js';

/**
 * @import { ErpBench } from '@causeway/worker/kit'
 */

const folder = fs.mkdtempSync(join(tmpdir(), 'quay-'));
after(() => fs.rmSync(folder, { recursive: true }));
fs.mkdirSync(join(folder, 'orders'));
fs.writeFileSync(join(folder, 'changes.log'), '');
fs.writeFileSync(join(folder, 'stock.log'), 'LANTERN 1000\nROPE 1000\nOAR 1000\nSAIL 1000\n');

const adapter = quay(kit);
const settings = adapter.settings.parse({ folder, pageSize: 3 });
const surroundings = {
  name: 'quay',
  secret: () => '',
  now: Date.now,
  memory: memoryOfBench(),
  recorder: { keep: () => {} },
};

/** What the people at Quay do, without the adapter. @param {string} externalId @param {object} change */
function work(externalId, change) {
  for (const order of ordersUnder(externalId))
    fs.writeFileSync(join(folder, 'orders', `${order.number}.json`), JSON.stringify({ ...order, ...change }));
  fs.appendFileSync(join(folder, 'changes.log'), `${externalId}\n`);
}

/** @param {string} externalId */
function ordersUnder(externalId) {
  const names = fs.readdirSync(join(folder, 'orders')).sort();
  const orders = names.map((name) => JSON.parse(fs.readFileSync(join(folder, 'orders', name), 'utf8')));
  return orders.filter((order) => order.external_id === externalId);
}

/** @returns {never} */
function cannot() {
  throw new CannotPlay('nobody signs in to a folder');
}

/** @type {ErpBench} */
const bench = {
  words: {
    skus: ['LANTERN', 'ROPE'],
    unknownSku: 'ANVIL',
    shippingMethod: 'STANDARD',
    taxCode: 'STD',
    taxPercent: 19,
    paymentMethod: 'COD',
    currencies: [
      { code: 'EUR', digits: 2 },
      { code: 'JPY', digits: 0 },
      { code: 'KWD', digits: 3 },
    ],
  },
  pageSize: 3,
  open: () => /** @type {import('@causeway/worker/kit').Erp} */ (adapter.open(settings, surroundings).port),
  openStranger: cannot,
  expireSignIn: async () => cannot(),
  signIns: async () => cannot(),
  held: async (externalId) =>
    ordersUnder(externalId).map(({ status, ship_to, note, currency, total_minor }) => ({
      isCancelled: status === 'cancelled',
      city: ship_to.city,
      note,
      currency,
      totalMinor: total_minor,
    })),
  allocate: async (externalId) => work(externalId, { status: 'allocated', allocation: 'full' }),
  ship: async (externalId, share) =>
    work(externalId, { has_left: true, ...(share === 'all' ? { status: 'shipped' } : {}) }),
  setStock: async (sku, units) => fs.appendFileSync(join(folder, 'stock.log'), `${sku} ${units}\n`),
  play: async (fault, during) => {
    if (fault === 'not_sent') {
      fs.renameSync(folder, `${folder}-away`);
      return { befell: () => 1, heal: async () => fs.renameSync(`${folder}-away`, folder) };
    }
    const spoilt = { unreadable: '<h1>Welcome</h1>', cut_off: '{"number":"Q9', misshapen: '{}' };
    if (during !== 'read' || !(fault in spoilt)) throw new CannotPlay(`a folder knows no "${fault}"`);
    const file = join(folder, 'orders', 'Q999999.json');
    fs.writeFileSync(file, spoilt[/** @type {keyof typeof spoilt} */ (fault)]);
    return { befell: () => 1, heal: async () => fs.rmSync(file) };
  },
};

for (const check of ERP_CONFORMANCE)
  test(check.name, async (t) => {
    const { result, reason } = await verdictOf(check, bench);
    if (result === 'skipped') t.skip(reason ?? '');
    if (result === 'failed') throw new Error(reason ?? '');
  });
