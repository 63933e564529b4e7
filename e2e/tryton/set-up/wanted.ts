/** What a Tryton is laid with; everything has a default that fits the demo's shop. */
export interface Wanted {
  /** Names of VAT taxes, each with its rate: `{ 'VAT 19%': '0.19' }`. */
  readonly taxes: Readonly<Record<string, string>>;
  readonly currency: { readonly code: string; readonly digits: number };
  /** Goods, by SKU (Tryton's product code). */
  readonly skus: readonly string[];
  /** Units of each in the warehouse's storage. */
  readonly onHand: number;
  /** ISO 3166-1 alpha-2: Tryton comes without any country. */
  readonly countries: readonly string[];
}

const DEMO: Wanted = {
  taxes: { 'VAT 19%': '0.19', 'VAT 7%': '0.07' },
  currency: { code: 'EUR', digits: 2 },
  skus: Array.from({ length: 20 }, (_, index) => `SKU-${String(index + 1).padStart(3, '0')}`),
  onHand: 1_000_000,
  countries: ['DE', 'AT', 'CH', 'FR', 'NL', 'GB', 'US'],
};

export function wanted(given: Partial<Wanted>): Wanted {
  return { ...DEMO, ...given };
}

/** Service products by what an order's line is; the codes are Tryton's product codes. */
export const SERVICES = {
  shipping: 'SHIPPING',
  discount: 'DISCOUNT',
  fee: 'FEE',
  gift_card: 'GIFT-CARD',
  rounding: 'ROUNDING',
} as const;

/** Codes of the places where returned goods are put that are not sold again; each is waste of the warehouse. */
export const PLACES = { damaged: 'DAM', quarantine: 'QUA', scrap: 'SCR' } as const;

/** Names that the set-up gives; codes and names are what a person would put into an adapter's settings. */
export const NAMES = {
  company: 'Harbour Goods Ltd',
  warehouse: 'WH',
  paymentTerm: 'Due at once',
  category: 'Trade goods',
} as const;

/** Where things are in a laid Tryton: names and ids. */
export interface References {
  readonly company: { readonly id: number; readonly name: string };
  readonly currency: { readonly id: number; readonly code: string };
  readonly warehouse: { readonly id: number; readonly code: string };
  readonly paymentTerm: { readonly id: number; readonly name: string };
  /** Ids by name. */
  readonly taxes: Readonly<Record<string, number>>;
  /** Product ids by code, goods and services. */
  readonly products: Readonly<Record<string, number>>;
}
