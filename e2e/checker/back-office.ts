import type { Goods } from './goods.ts';

/** A document that isn't cancelled. `name` is the ERP's number or the warehouse's id. */
export interface ErpOrder {
  readonly name: string;
  readonly externalId: string;
  readonly currency: string;
  /** Null: the ERP holds no total yet. */
  readonly totalMinor: number | null;
  readonly goods: Goods;
}

export interface Release {
  readonly name: string;
  readonly externalId: string;
  readonly status: string;
  readonly shipped: Goods;
}

export interface ErpStore {
  readonly orders: ReadonlyMap<string, readonly ErpOrder[]>;
  /** When the ERP first heard of each external id (epoch ms). */
  readonly firstAskedAtMs: ReadonlyMap<string, number>;
}

export interface WmsStore {
  readonly releases: ReadonlyMap<string, readonly Release[]>;
}

export type BackOffice = ErpStore & WmsStore;
