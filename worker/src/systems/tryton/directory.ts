import * as z from 'zod';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Domain, Errand } from './errand.ts';

/** How long a name that was found is believed to mean the same record: ms. */
const KNOWN_MS = 10 * 60_000;

const Row = z.object({ id: z.int() });
const Product = z.object({ id: z.int(), code: z.string(), default_uom: z.int() });
export type Product = z.infer<typeof Product>;

/** Finds records of reference data by the names and codes that people gave them. */
export class Directory {
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly id: number; readonly until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws `missing_reference` where there is none, `mapping` where the name means two. */
  async id(errand: Errand, model: string, domain: Domain, what: string): Promise<number> {
    const id = await this.find(errand, model, domain, what);
    if (id === null) throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no ${what}`);
    return id;
  }

  async find(errand: Errand, model: string, domain: Domain, what: string): Promise<number | null> {
    const key = `${model} ${JSON.stringify(domain)}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.until > this.#now()) return known.id;
    const [row, second] = await errand.read(model, Row, domain, { limit: 2 });
    if (second !== undefined) {
      throw new SystemFailure('mapping', 'before_send', `${errand.system} has more than one ${what}`);
    }
    if (row === undefined) return null;
    this.#known.set(key, { id: row.id, until: this.#now() + KNOWN_MS });
    return row.id;
  }

  currency(errand: Errand, code: string): Promise<number> {
    return this.id(errand, 'currency.currency', [['code', '=', code]], `currency ${code}`);
  }

  country(errand: Errand, code: string): Promise<number> {
    return this.id(errand, 'country.country', [['code', '=', code]], `country ${code}`);
  }

  warehouse(errand: Errand, name: string): Promise<number> {
    return this.#place(errand, name, ['type', '=', 'warehouse'], `warehouse ${name}`);
  }

  /** A place that goods can lie in. */
  location(errand: Errand, name: string): Promise<number> {
    return this.#place(errand, name, ['type', 'in', ['storage', 'lost_found']], `location ${name}`);
  }

  /** By its code, else by its name. */
  async #place(errand: Errand, name: string, kind: Domain, what: string): Promise<number> {
    const byCode = await this.find(errand, 'stock.location', [kind, ['code', '=', name]], what);
    return byCode ?? (await this.id(errand, 'stock.location', [kind, ['name', '=', name]], what));
  }

  /** A tax on sales, by its name, else by its description. */
  async tax(errand: Errand, code: string): Promise<number> {
    const what = `tax "${code}"`;
    const ours = [
      ['company', '=', await errand.company()],
      ['parent', '=', null],
      ['OR', ['group', '=', null], ['group.kind', 'in', ['sale', 'both']]],
    ];
    const byName = await this.find(errand, 'account.tax', [...ours, ['name', '=', code]], what);
    return byName ?? (await this.id(errand, 'account.tax', [...ours, ['description', '=', code]], what));
  }

  paymentTerm(errand: Errand, name: string): Promise<number> {
    return this.id(errand, 'account.invoice.payment_term', [['name', '=', name]], `payment term "${name}"`);
  }

  /** By their code, which is the SKU. Throws `missing_reference` with every SKU that Tryton lacks. */
  async products(errand: Errand, skus: readonly string[]): Promise<ReadonlyMap<string, Product>> {
    const wanted = [...new Set(skus)];
    const rows = await errand.read('product.product', Product, [['code', 'in', wanted]]);
    const found = new Map(rows.map((row) => [row.code, row]));
    const missing = wanted.filter((sku) => !found.has(sku));
    if (missing.length > 0) {
      const message = `${errand.system} has no product with the code ${missing.slice(0, 5).join(', ')}`;
      throw new SystemFailure('missing_reference', 'before_send', message);
    }
    if (rows.length > found.size) {
      const message = `${errand.system} has two products with one code of ${wanted.slice(0, 5).join(', ')}`;
      throw new SystemFailure('mapping', 'before_send', message);
    }
    return found;
  }
}
