import type { Disposition, Reclassify } from '../returns.ts';
import type { Nodes } from './nodes.ts';
import type { Quantities } from './quantities.ts';
import type { Stock } from './stock.ts';

/** What units that came back are on the books: only `restock` may be sold again; what is scrapped is not there at all. */
const BOOKED: Readonly<Record<Disposition, (units: number) => Partial<Quantities>>> = {
  restock: (units) => ({ on_hand: units }),
  damaged: (units) => ({ on_hand: units, damaged: units }),
  quarantine: (units) => ({ on_hand: units, quarantined: units }),
  scrap: () => ({}),
};

/** Books inspected units at the first node; `moved`: more of a SKU may be there now. */
export function reclassifying(stock: Stock, nodes: Nodes, moved: (sku: string) => void = () => undefined): Reclassify {
  return (sku, disposition, units) => {
    stock.move(sku, nodes.named(undefined), `return_${disposition}`, BOOKED[disposition](units));
    moved(sku);
  };
}
