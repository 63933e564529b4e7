import { memoryOfBench } from '../../../worker/src/systems/conformance/bench.ts';
import { until } from '../../../worker/src/systems/conformance/documents.ts';
import type { ErpBench, ErpWords } from '../../../worker/src/systems/erp/conformance/bench.ts';
import { SandboxErp } from '../../../worker/src/systems/erp/sandbox/sandbox-erp.ts';
import { control, fault, set, stock } from '../../demo/back-office-control.ts';
import { type Call, startFaultProxy } from '../fault-proxy.ts';
import { testBackOffice } from '../sandbox.ts';
import { signedInErp } from './sandbox-api.ts';
import { erpSubject } from './subject.ts';

const PAGE_SIZE = 3;
const LONG_MS = 3_600_000;

export const SANDBOX_WORDS: ErpWords = {
  skus: ['SKU-001', 'SKU-002'],
  unknownSku: 'NOPE-1',
  shippingMethod: 'STANDARD',
  taxCode: 'STD',
  taxPercent: 19,
  paymentMethod: 'COD',
  currencies: [
    { code: 'EUR', digits: 2 },
    { code: 'JPY', digits: 0 },
    { code: 'KWD', digits: 3 },
  ],
};

const BEFALLS = {
  create: ({ method, path }: Call) => method === 'POST' && path === '/orders',
  read: ({ method }: Call) => method === 'GET',
};

export const sandboxErpSubject = erpSubject({
  name: 'sandbox',
  real: false,
  returns: true,
  shorts: true,
  start: startSandboxErp,
});

export async function startSandboxErp(): Promise<{ bench: ErpBench; stop(): Promise<void> }> {
  const backOffice = await testBackOffice();
  await set(backOffice, 'erp', { allocate_after_ms: LONG_MS });
  const proxy = await startFaultProxy(backOffice.erpUrl);
  const api = await signedInErp(backOffice.erpUrl, backOffice.secrets.erpClient);
  const ordersOf = async (externalId: string) => (await api.send('GET', `/orders?external_id=${externalId}`)).orders;
  const memory = memoryOfBench();
  const open = (clientSecret: string) =>
    new SandboxErp(
      { url: proxy.url, clientId: 'causeway', clientSecret, pageSize: PAGE_SIZE },
      { memory, now: Date.now },
    );
  const bench: ErpBench = {
    words: SANDBOX_WORDS,
    pageSize: PAGE_SIZE,
    open: () => open(backOffice.secrets.erpClient),
    openStranger: () => ({ port: open('not-the-secret'), secret: 'not-the-secret' }),
    held: async (externalId) => (await ordersOf(externalId)).map(heldOf),
    allocate: async (externalId) => {
      await control(backOffice, 'erp', 'POST', 'hurry', { external_id: externalId });
      const allocation = async () => (await ordersOf(externalId))[0].allocation;
      await until(allocation, (seen) => seen === 'full');
    },
    ship: async (externalId, share) => {
      const [order] = await ordersOf(externalId);
      await api.send('POST', `/orders/${order.number}/shipments`, shipmentOf(order, share));
    },
    receiveReturn: async (number, { lines }) => {
      const received = lines.map(({ lineId, quantity }) => ({
        line_id: lineId,
        disposition: 'restock',
        quantity: Number(quantity),
      }));
      await control(backOffice, 'erp', 'POST', `returns/${number}/receive`, { lines: received });
    },
    setStock: (sku, units) => stock(backOffice, sku, units),
    expireSignIn: () => fault(backOffice, 'erp', { kind: 'expired_sign_in' }),
    signIns: async () => proxy.count(({ path }) => path === '/oauth/token'),
    play: (kind, during) => proxy.play(kind, BEFALLS[during]),
  };
  const stop = async () => {
    await proxy.stop();
    await backOffice.stop();
  };
  return { bench, stop };
}

interface NativeLine {
  readonly type: string;
  readonly line_id: string;
  readonly quantity: number;
  readonly quantity_shipped: number;
}

/** All that is left; as a part one piece of the first line. */
function shipmentOf({ lines, shipments }: { lines: NativeLine[]; shipments: object[] }, share: 'all' | 'part') {
  const left = lines
    .filter(({ type, quantity, quantity_shipped }) => type === 'item' && quantity > quantity_shipped)
    .map(({ line_id, quantity, quantity_shipped }) => ({ line_id, quantity: quantity - quantity_shipped }));
  return {
    external_id: `WR-${shipments.length + 1}`,
    shipped_at: new Date().toISOString(),
    carrier: 'PARCELHOUSE',
    lines: share === 'all' ? left : left.slice(0, 1).map(({ line_id }) => ({ line_id, quantity: 1 })),
  };
}

interface NativeOrder {
  readonly status: string;
  readonly ship_to: { readonly city: string };
  readonly note?: string;
  readonly currency: string;
  readonly total_minor: number;
}

const heldOf = ({ status, ship_to, note = '', currency, total_minor }: NativeOrder) => ({
  isCancelled: status === 'cancelled',
  city: ship_to.city,
  note,
  currency,
  totalMinor: total_minor,
});
