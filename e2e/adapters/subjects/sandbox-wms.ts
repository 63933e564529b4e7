import type { Words } from '../../../worker/src/systems/conformance/bench.ts';
import { CannotPlay } from '../../../worker/src/systems/conformance/check.ts';
import { until } from '../../../worker/src/systems/conformance/documents.ts';
import type { WmsBench } from '../../../worker/src/systems/wms/conformance/bench.ts';
import { SandboxWms } from '../../../worker/src/systems/wms/sandbox/sandbox-wms.ts';
import { control, set } from '../../demo/back-office-control.ts';
import { type Call, startFaultProxy } from '../fault-proxy.ts';
import { type TestBackOffice, testBackOffice } from '../sandbox.ts';
import { sandboxApi } from './sandbox-api.ts';
import { warehouseSubject } from './subject.ts';

const PAGE_SIZE = 3;
const LONG_MS = 3_600_000;
const WORDS: Words = { skus: ['SKU-001', 'SKU-002'], unknownSku: 'NOPE-1', shippingMethod: 'STANDARD' };

const BEFALLS = {
  create: ({ method, path }: Call) => method === 'POST' && path === '/releases',
  read: ({ method }: Call) => method === 'GET',
};

export const sandboxWmsSubject = warehouseSubject({
  name: 'sandbox',
  real: false,
  returns: true,
  shorts: true,
  start: startSandboxWms,
});

export async function startSandboxWms(): Promise<{ bench: WmsBench; stop(): Promise<void> }> {
  const backOffice = await testBackOffice();
  await set(backOffice, 'wms', { pick_after_ms: LONG_MS, pack_after_ms: LONG_MS, ship_after_ms: LONG_MS });
  const proxy = await startFaultProxy(backOffice.wmsUrl);
  const api = sandboxApi(backOffice.wmsUrl, { 'x-api-key': backOffice.secrets.wmsKey });
  const releasesOf = async (externalId: string) =>
    (await api.send('GET', `/releases?external_id=${externalId}`)).releases;
  const open = (apiKey: string) => new SandboxWms({ url: proxy.url, apiKey, pageSize: PAGE_SIZE }, { now: Date.now });
  const hurry = (externalId: string) => control(backOffice, 'wms', 'POST', 'hurry', { external_id: externalId });
  const status = async (externalId: string): Promise<string> => (await releasesOf(externalId))[0].status;
  const bench: WmsBench = {
    words: WORDS,
    pageSize: PAGE_SIZE,
    open: () => open(backOffice.secrets.wmsKey),
    openStranger: () => ({ port: open('not-the-key'), secret: 'not-the-key' }),
    held: async (externalId) => (await releasesOf(externalId)).map(heldOf),
    pick: async (externalId) => {
      await hurry(externalId);
      await until(
        () => status(externalId),
        (seen) => seen === 'picked',
      );
    },
    ship: async (externalId, share) => {
      if (share === 'part') await holdBack(backOffice, externalId);
      else await control(backOffice, 'wms', 'DELETE', 'picks');
      const hurried = () => hurry(externalId).then(() => status(externalId));
      await until(hurried, (seen) => seen === (share === 'part' ? 'partially_shipped' : 'shipped'));
    },
    inspectReturn: async (id, { lines: [line] }) => {
      const { lineId: line_id, sku } = line ?? { lineId: '', sku: '' };
      await control(backOffice, 'wms', 'POST', `returns/${id}/receive`, { lines: [{ line_id, sku, quantity: 2 }] });
      const inspected = ['restock', 'damaged'].map((disposition) => ({ line_id, disposition, quantity: 1 }));
      await control(backOffice, 'wms', 'POST', `returns/${id}/inspect`, { lines: inspected });
    },
    setStock: (sku, units) => control(backOffice, 'wms', 'PUT', `items/${sku}`, { on_hand: units }),
    expireSignIn: async () => {
      throw new CannotPlay('its key never expires');
    },
    signIns: async () => {
      throw new CannotPlay('a key signs every request, nobody signs in');
    },
    play: (kind, during) => proxy.play(kind, BEFALLS[during]),
  };
  const stop = async () => {
    await proxy.stop();
    await backOffice.stop();
  };
  return { bench, stop };
}

/** One piece of the first SKU can be picked, the rest only once the rules are gone. */
async function holdBack(backOffice: TestBackOffice, externalId: string): Promise<void> {
  for (const [pick, sku] of WORDS.skus.toReversed().entries())
    await control(backOffice, 'wms', 'POST', 'picks', { sku, external_id: externalId, pick, rest_after_ms: null });
}

interface NativeRelease {
  readonly status: string;
  readonly ship_to: { readonly city: string };
  readonly note?: string;
}

const heldOf = ({ status, ship_to, note = '' }: NativeRelease) => ({
  isCancelled: status === 'cancelled',
  city: ship_to.city,
  note,
});
