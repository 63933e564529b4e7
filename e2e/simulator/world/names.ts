/** A subject with its shop: `DEMO` and `order/1042`. */
export interface SubjectName {
  readonly shop: string;
  readonly subject: string;
  /** Under which outside systems know it. */
  readonly externalId: string;
}

/** What an external id's number counts, by the letter before it. */
const COUNTED: Readonly<Record<string, string>> = {
  R: 'return/',
  C: 'return/r',
  E: 'return/e-',
  W: 'return/w-',
};

/** The order's external id, of that of any of its releases: `ALFA-1001-9f3a-2` is of `ALFA-1001-9f3a`. */
export const orderIdOf = (externalId: string): string => externalId.split('-', 3).join('-');

/** The external ids of all releases that an order may have, in their order. */
export const releaseIdsOf = (orderId: string): string[] => [
  orderId,
  ...Array.from({ length: 8 }, (_, more) => `${orderId}-${more + 2}`),
];

/** The order or return that an external id names. */
export function namedBy(externalId: string): SubjectName {
  const [shop = '', number = ''] = externalId.split('-');
  const counted = COUNTED[number.charAt(0)];
  return { shop, subject: counted === undefined ? `order/${number}` : `${counted}${number.slice(1)}`, externalId };
}
