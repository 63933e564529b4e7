export { evalPhp, PhpFailed } from './eval.ts';
export { layShop, productCount } from './lay.ts';
export type { Database, Sapi, ShopOptions, StoreChoice } from './options.ts';
export { type Part, type ServedShop, type ServeOptions, serveShop } from './serve.ts';
export { withDatabase } from './serving/with-database.ts';
export { openShop, type Shop, type Store } from './shop.ts';
