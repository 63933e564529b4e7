import { randomUUID } from 'node:crypto';
import type { Effect, EffectAnswer, ExchangeRequest, ExchangeResponse } from '@causeway/contracts';
import { PROTOCOL } from '@causeway/contracts';
import { PLUGIN_RANGE, WORKER_VERSION } from '../../../worker/src/config/versions.ts';
import { ShopApi } from '../../../worker/src/shop/shop-api.ts';
import { goLive, pairingCode } from '../../demo/connect.ts';
import type { Shop } from '../../stage/index.ts';

/** An order as an exchange served it: what an effect is decided on. */
export interface ServedOrder {
  readonly id: number;
  readonly decidedOn: { readonly incarnation: number; readonly rev: number };
}

/** The exchange with a paired, live shop, by hand: what is measured is the shop's side of it, not a worker's. */
export interface ShopSide {
  /** Takes and acknowledges all rows that wait. */
  take(): Promise<ServedOrder[]>;
  tell(effects: readonly Effect[]): Promise<readonly EffectAnswer[]>;
  readonly epoch: number;
}

interface Row {
  readonly row: number;
  readonly event: { readonly subject: string; readonly data: { readonly incarnation: number; readonly rev: number } };
}

const ROWS = 200;
const BYTES = 8_000_000;
const NOTHING = { rows: 0, bytes: 0, open_after: null, looks: [] };

export async function openShopSide(shop: Shop): Promise<ShopSide> {
  const api = new ShopApi(shop.url);
  const worker = { version: WORKER_VERSION, plugin: PLUGIN_RANGE };
  const code = await pairingCode(shop);
  const paired = await api.pair({ protocol: PROTOCOL, code, worker }, AbortSignal.timeout(45_000));
  await goLive(shop);
  const engine = { id: randomUUID(), commit: 0 };
  let [epoch, number] = [0, 0];
  const exchange = async (with_: Partial<Pick<ExchangeRequest, 'effects' | 'ask'>> & { readonly rows?: number[] }) => {
    const { rows = [], effects = [], ask = NOTHING } = with_;
    const request: ExchangeRequest = {
      ...{ protocol: PROTOCOL, worker, engine, shop: paired.shop, doorbell: null },
      ...{ lease: { epoch, release: false }, ack: { number, rows }, effects, ask },
    };
    const response: ExchangeResponse = await api.exchange(paired.token, request, AbortSignal.timeout(60_000));
    [epoch, number] = [response.lease.epoch, response.ack.number];
    return response;
  };
  await exchange({});
  return {
    epoch,
    async take() {
      const orders: ServedOrder[] = [];
      let rows: number[] = [];
      for (;;) {
        const response = await exchange({ rows, ask: { ...NOTHING, rows: ROWS, bytes: BYTES } });
        const served = response.rows as unknown as Row[];
        rows = served.map(({ row }) => row);
        for (const { event } of served) {
          const { incarnation, rev } = event.data;
          orders.push({ id: Number(event.subject.slice('order/'.length)), decidedOn: { incarnation, rev } });
        }
        if (rows.length === 0) return orders;
      }
    },
    tell: async (effects) => (await exchange({ effects: [...effects] })).answers,
  };
}
