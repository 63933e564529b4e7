import { openShopDatabase } from '../shop/open-database.ts';
import { readStoreKind } from '../shop/store.ts';
import { type ErpHoldings, readErpHoldings, readWmsHoldings, type WmsHoldings } from './sandbox.ts';
import { readShopHoldings, type ShopHoldings } from './shop.ts';

/** All that shop, ERP and warehouse hold of orders, goods and returns. */
export interface Holdings {
  /** `woocommerce 11.0.1`, or `store double`. */
  readonly store: string;
  readonly shop: ShopHoldings;
  readonly erp: ErpHoldings;
  readonly wms: WmsHoldings;
}

export interface HoldingStores {
  /** WordPress's folder. */
  readonly wordpress: string;
  readonly mariadbSocket?: string | undefined;
  /** The sandbox's folder. */
  readonly sandbox: string;
}

/** Reads the three stores, opened read-only. Throws `CannotCount`. */
export function readHoldings({ wordpress, mariadbSocket, sandbox }: HoldingStores): Holdings {
  const database = openShopDatabase(wordpress, mariadbSocket);
  try {
    const kind = readStoreKind(database);
    const shop = readShopHoldings(database, kind);
    return { store: kind.label, shop, erp: readErpHoldings(sandbox), wms: readWmsHoldings(sandbox) };
  } finally {
    database.close();
  }
}
