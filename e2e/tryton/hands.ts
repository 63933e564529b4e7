import * as z from 'zod';
import { decimal, TrytonRefused, type TrytonSession } from './rpc.ts';
import { setStock } from './set-up/catalogue.ts';

const MODEL = 'stock.shipment.out';
const RETURN_MODEL = 'stock.shipment.out.return';
const Shipment = z.object({ id: z.number(), number: z.string(), reference: z.string(), state: z.string() });
const Move = z.object({ id: z.number(), quantity: z.number(), 'product.': z.object({ code: z.string() }) });

export type Shipment = z.infer<typeof Shipment>;

/** The way of a shipment through the warehouse: what is pressed in which state. */
const STEPS = { waiting: 'assign_try', assigned: 'pick', picked: 'pack', packed: 'done' } as const;

/**
 * What someone in the warehouse does in Tryton, with the rights of its group "Stock": takes the shipments that were
 * released (they carry a reference), assigns, picks, packs and hands them over; takes goods in.
 */
export class WarehouseHands {
  readonly #session: TrytonSession;

  constructor(session: TrytonSession) {
    this.#session = session;
  }

  /** Released shipments with work left, oldest first. */
  async released(): Promise<Shipment[]> {
    const domain = [
      ['reference', '!=', null],
      ['reference', '!=', ''],
      ['state', 'in', Object.keys(STEPS)],
    ];
    return await this.#session.read(MODEL, domain, Shipment, ['number', 'reference', 'state']);
  }

  /**
   * Takes one step on the way and returns the state it led to: the same one while goods are missing.
   * A button that Tryton ignores answers nothing, so the state is read again.
   */
  async step({ id, state }: Pick<Shipment, 'id' | 'state'>): Promise<string> {
    if (!(state in STEPS)) return state;
    await this.#session.call(`model.${MODEL}.${STEPS[state as keyof typeof STEPS]}`, [id]);
    return await this.#stateOf(id);
  }

  /** As far as it goes: `done`, or where it stays (`waiting` for goods, `cancelled`). */
  async ship(id: number): Promise<string> {
    for (let before = '', state = await this.#stateOf(id); ; before = state, state = await this.step({ id, state }))
      if (state === before || !(state in STEPS)) return state;
  }

  /** Picks no more than `quantities` (by SKU; none where left out) and ships that: Tryton makes a shipment of the rest. */
  async shipPart(id: number, quantities: Readonly<Record<string, number>>): Promise<string> {
    // Quantities of assigned goods can't be changed.
    await this.#session.call(`model.${MODEL}.wait`, [id]);
    const { inventory_moves } = await this.#read(id, z.object({ inventory_moves: z.array(z.number()) }));
    const moves = await this.#session.read('stock.move', [['id', 'in', inventory_moves]], Move, [
      'quantity',
      'product.code',
    ]);
    const left = { ...quantities };
    for (const move of moves) {
      const { code } = move['product.'];
      const picked = Math.min(move.quantity, left[code] ?? 0);
      left[code] = (left[code] ?? 0) - picked;
      if (picked === 0) await this.#session.call('model.stock.move.delete', [move.id]);
      else if (picked < move.quantity) await this.#session.write('stock.move', [move.id], { quantity: picked });
    }
    return await this.ship(id);
  }

  /** One round: every released shipment goes as far as it can. Returns those that left. */
  async shipAll(): Promise<Shipment[]> {
    const left: Shipment[] = [];
    for (const shipment of await this.released()) if ((await this.ship(shipment.id)) === 'done') left.push(shipment);
    return left;
  }

  /**
   * What a return shipment is about comes back: `put` says into which places, by SKU (`{ 'SKU-001': { DAM: 1 } }`); the
   * rest is good, and goes into the storage.
   */
  async inspect(id: number, put: Readonly<Record<string, Readonly<Record<string, number>>>>): Promise<void> {
    await this.#session.call(`model.${RETURN_MODEL}.receive`, [id]);
    for (const [sku, places] of Object.entries(put)) {
      for (const [place, quantity] of Object.entries(places)) await this.#putAside(id, sku, place, quantity);
    }
    await this.#session.call(`model.${RETURN_MODEL}.done`, [id]);
  }

  /** Splits the move that puts goods into the storage. */
  async #putAside(id: number, sku: string, place: string, quantity: number): Promise<void> {
    const [product, to_location] = [
      await this.#product(sku),
      await this.#session.first('stock.location', [['code', '=', place]]),
    ];
    const domain = [
      ['shipment', '=', `${RETURN_MODEL},${id}`],
      ['product', '=', product],
      ['state', '=', 'draft'],
      ['quantity', '>=', quantity],
    ];
    const [move] = await this.#session.read('stock.move', domain, Move, ['quantity', 'product.code']);
    if (move === undefined) throw new TrytonRefused('stock.move', `nothing of ${sku} is to be put away`);
    if (move.quantity === quantity) return await this.#session.write('stock.move', [move.id], { to_location });
    await this.#session.call('model.stock.move.copy', [move.id], { quantity, to_location });
    await this.#session.write('stock.move', [move.id], { quantity: move.quantity - quantity });
  }

  /** Everything that a return shipment is about comes back, and is put away as good. */
  async takeBack(id: number): Promise<void> {
    for (const button of ['receive', 'done']) await this.#session.call(`model.${RETURN_MODEL}.${button}`, [id]);
  }

  /** Goods come in from the supplier: units by SKU, at once in the storage. */
  async receive(quantities: Readonly<Record<string, number>>): Promise<void> {
    const place = (code: string) => this.#session.first('stock.location', [['code', '=', code]]);
    const [from_location, to_location] = [await place('SUP'), await place('STO')];
    const uom = await this.#session.first('product.uom', [['symbol', '=', 'u']]);
    const currency = await this.#session.first('currency.currency');
    const alike = { uom, from_location, to_location, unit_price: decimal('5'), currency };
    const moves: object[] = [];
    for (const [sku, quantity] of Object.entries(quantities))
      moves.push({ ...alike, product: await this.#product(sku), quantity });
    const ids = await this.#session.create('stock.move', ...moves);
    await this.#session.call('model.stock.move.do', ids);
  }

  /** A count of the storage that finds exactly this: units by SKU. */
  async count(quantities: Readonly<Record<string, number>>): Promise<void> {
    const counted = new Map<number, number>();
    for (const [sku, quantity] of Object.entries(quantities)) counted.set(await this.#product(sku), quantity);
    await setStock(this.#session, counted);
  }

  #product(sku: string): Promise<number> {
    return this.#session.first('product.product', [['code', '=', sku]]);
  }

  async #stateOf(id: number): Promise<string> {
    return (await this.#read(id, z.object({ state: z.string() }))).state;
  }

  async #read<T>(id: number, row: z.ZodObject & z.ZodType<T>): Promise<T> {
    const [found] = await this.#session.read(MODEL, [['id', '=', id]], row, Object.keys(row.shape));
    if (found === undefined) throw new TrytonRefused(MODEL, `no shipment ${id}`);
    return found;
  }
}
