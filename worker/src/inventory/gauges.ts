import { Gauge, type Registry } from 'prom-client';
import type { Ledger } from './ledger/ledger.ts';
import { rolesOf, type StockShop } from './shops.ts';

/** How fresh the stock is, as Prometheus metrics. */
export function stockGauges(
  registry: Registry,
  sources: readonly string[],
  shops: readonly StockShop[],
  ledger: Ledger,
  now: () => number,
): void {
  const ofSource = (name: string, help: string, read: (source: string) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['system'],
      registers: [registry],
      collect() {
        this.reset();
        for (const system of sources) {
          const value = read(system);
          if (value !== null) this.set({ system }, value);
        }
      },
    });
  ofSource('causeway_stock_heard_seconds', 'How long ago a source of stock last answered.', (source) => {
    const { heardAt } = ledger.source(source);
    return heardAt === null ? null : (now() - heardAt) / 1000;
  });
  ofSource('causeway_stock_held', '1: what the source told waits for a person.', (source) =>
    ledger.source(source).held === null ? 0 : 1,
  );
  ofSource('causeway_stock_waiting', 'SKUs that changed and were not yet told to the shops.', (source) =>
    ledger.waitingCount(source, now()),
  );
  new Gauge({
    name: 'causeway_stock_not_fresh',
    help: 'SKUs of a shop whose oldest position is older than its freshSeconds.',
    labelNames: ['shop', 'system'],
    registers: [registry],
    collect() {
      this.reset();
      for (const shop of shops)
        for (const system of sources)
          if (rolesOf(shop, system).length > 0)
            this.set({ shop: shop.code, system }, ledger.olderThan(system, now() - shop.settings.freshSeconds * 1000));
    },
  });
}
