import type { ErpCreditMemo, ErpOrderInFull, ErpReturn, WarehouseOrder, WarehouseReturn } from '@causeway/contracts';
import type { SubjectName } from '../world/names.ts';
import type { Documents } from '../world/outside/documents.ts';
import type { ReceiptReport } from '../world/outside/erp.ts';
import type { Goods } from '../world/outside/goods.ts';
import type { ToldFree } from '../world/outside/warehouse.ts';
import type { Rules } from '../world/rules.ts';
import type { Shop } from '../world/shop/shop.ts';

/** All that the promises are judged by: what shops, ERP and warehouse have. Never what a worker thinks. */
export interface Stores {
  readonly now: () => number;
  readonly shops: ReadonlyMap<string, Shop>;
  readonly orders: Documents<ErpOrderInFull>;
  readonly releases: Documents<WarehouseOrder>;
  readonly returns: Documents<ErpReturn>;
  readonly memos: Documents<ErpCreditMemo>;
  readonly receipts: Documents<WarehouseReturn>;
  /** What the shops do about units that were not found, and whether they have the ERP told what came back. */
  readonly rules: Rules;
  /** What the warehouse ever said that it could send at once, and when it was through with each release (epoch ms). */
  readonly toldFree: readonly ToldFree[];
  readonly closedAt: ReadonlyMap<string, number>;
  /** When the ERP allocated an order's stock last, by its external id (epoch ms). */
  readonly allocatedAt: ReadonlyMap<string, number>;
  /** Every receipt that the ERP was told of, by its return. */
  readonly reports: ReadonlyMap<string, readonly ReceiptReport[]>;
  readonly goods: Goods;
  /** Since when a system says that there is nothing, although there is (epoch ms); null: it tells the truth. */
  readonly wrongSince: (role: 'erp' | 'wms') => number | null;
  /** When a worker's clock was set (epoch ms). */
  readonly clockSetAt: readonly number[];
  /** How long a system may go on committing what it did not answer, ms. */
  readonly settleMs: number;
}

/** A promise of design 6, watched at every step. Each method returns what is wrong, or null. */
export interface Promise_ {
  readonly name: string;
  /** A subject of a shop changed. */
  subject?(shop: Shop, subject: string): string | null;
  /** Documents under this external id changed. */
  document?(externalId: string): string | null;
  /** A call that changes something leaves a worker's process. */
  left?(engine: string, operation: string, about: SubjectName): string | null;
  /** A worker lets a call or an effect leave, which its engine committed; `isOnDisk`: a power cut would not take it. */
  heard?(what: string, isOnDisk: boolean): string | null;
  /** A worker is about to tell a shop that these rows are safe; `isSafe` asks whether the engine's disk has it. */
  acknowledging?(shop: Shop, rows: readonly number[], isSafe: (event: string) => boolean): string | null;
  /** A shop gave an engine the right to act until an instant. */
  granted?(shop: Shop, engine: string, until: number): void;
  /** A shop's database was replaced by an older one. */
  restored?(shop: Shop): void;
  /** Everything calmed down: nothing goes wrong any more, and nothing happens any more. */
  calm?(): string | null;
}
