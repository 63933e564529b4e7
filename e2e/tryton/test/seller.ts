import { decimal, type TrytonSession } from '../rpc.ts';
import type { References } from '../set-up/wanted.ts';

/** Sells and releases in a laid Tryton as the API user may, without the worker: for tests of what stands beside it. */
export class Seller {
  readonly #session: TrytonSession;
  readonly #references: References;

  constructor(session: TrytonSession, references: References) {
    this.#session = session;
    this.#references = references;
  }

  /** A confirmed sale of goods at 41.93 each, plus 19 % tax. Returns the ids of sale and shipment. */
  async sell(
    reference: string,
    quantities: Readonly<Record<string, number>>,
  ): Promise<{ sale: number; shipment: number }> {
    const { company, currency, warehouse, paymentTerm, taxes, products } = this.#references;
    const unit = await this.#session.first('product.uom', [['symbol', '=', 'u']]);
    const address = ['create', [{ street: '1 Quay Road', city: 'Bremen' }]];
    const [party = 0] = await this.#session.create('party.party', { name: 'Ada', addresses: [address] });
    const invoice_address = await this.#session.first('party.address', [['party', '=', party]]);
    const lines = Object.entries(quantities).map(([sku, quantity]) => ({
      ...{ type: 'line', product: products[sku], quantity, unit, unit_price: decimal('41.93') },
      taxes: [['add', [taxes['VAT 19%']]]],
    }));
    const [sale = 0] = await this.#session.create('sale.sale', {
      ...{ reference, party, company: company.id, currency: currency.id, warehouse: warehouse.id },
      ...{ invoice_address, shipment_address: invoice_address, payment_term: paymentTerm.id },
      lines: [['create', lines]],
    });
    for (const button of ['quote', 'confirm']) await this.press('sale.sale', button, sale);
    const shipment = await this.#session.first('stock.shipment.out', [
      ['moves.origin.sale.id', '=', sale, 'sale.line'],
    ]);
    return { sale, shipment };
  }

  /** Assigns what is there, and hands the shipment to the warehouse. */
  async release(shipment: number, reference: string): Promise<void> {
    await this.press('stock.shipment.out', 'assign_try', shipment);
    await this.#session.write('stock.shipment.out', [shipment], { reference });
  }

  async cancelInvoice(sale: number): Promise<void> {
    const invoice = await this.#session.first('account.invoice', [['lines.origin.sale.id', '=', sale, 'sale.line']]);
    await this.press('account.invoice', 'cancel', invoice);
  }

  async press(model: string, button: string, id: number): Promise<void> {
    await this.#session.call(`model.${model}.${button}`, [id]);
  }
}
