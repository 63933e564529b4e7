import type { Shop } from '../shop.ts';

/** What a customer needs to know of a shop. */
export type Storefront = Pick<Shop, 'url' | 'store' | 'pages'>;

export interface BasketLine {
  readonly sku: string;
  readonly quantity: number;
}

/** A postal address as WooCommerce's checkouts take it. */
export interface Address {
  readonly first_name: string;
  readonly last_name: string;
  readonly address_1: string;
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
  readonly email: string;
  readonly phone: string;
}

export interface Basket {
  readonly lines: readonly BasketLine[];
  readonly address: Address;
  /** Default 'cod'. */
  readonly payment?: string;
  readonly note?: string;
}

/** An order as its customer knows it. */
export interface Purchase {
  readonly orderId: number;
  readonly orderKey: string;
  /** Epoch milliseconds just before the checkout request was sent. */
  readonly sentAtMs: number;
  /** Epoch milliseconds when the checkout's response had arrived. */
  readonly respondedAtMs: number;
}

/** The address as the fields of a classic checkout form: `billing_first_name` … */
export function billingFields(basket: Basket): Record<string, string> {
  return Object.fromEntries(Object.entries(basket.address).map(([name, value]) => [`billing_${name}`, value]));
}

const people = [
  ['Frieda', 'Hansen', 'Deichstraße 12', 'Hamburg', '20459'],
  ['Jonas', 'Petersen', 'Am Kai 3', 'Kiel', '24103'],
  ['Lotte', 'Brandt', 'Marktplatz 8', 'Bremen', '28195'],
  ['Emil', 'Groß', 'Lindenweg 41', 'Lübeck', '23552'],
  ['Ida', 'Müller', 'Hafenallee 5', 'Rostock', '18055'],
] as const;

/** A basket of one to three lines, the same for the same number; `SKU-001` … `SKU-020` take turns. */
export function basket(number: number): Basket {
  const person = people[number % people.length] ?? people[0];
  const [first_name, last_name, address_1, city, postcode] = person;
  const email = `${first_name}.${number}@example.test`.toLowerCase();
  const lines = Array.from({ length: 1 + (number % 3) }, (_, line) => ({
    sku: `SKU-${String(((number * 3 + line) % 20) + 1).padStart(3, '0')}`,
    quantity: 1 + ((number + line) % 2),
  }));
  return {
    lines,
    address: { first_name, last_name, address_1, city, postcode, country: 'DE', email, phone: '+49 40 123456' },
  };
}
